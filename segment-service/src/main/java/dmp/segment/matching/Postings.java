package dmp.segment.matching;

import java.util.Arrays;

/** Collects pairs of a key and a value, and lays the values out by key, each key's in the order they came. */
final class Postings {

    private int[] keys = new int[1 << 10];
    private int[] values = new int[1 << 10];
    private int size;

    void add(int key, int value) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        keys[size] = key;
        values[size++] = value;
    }

    /** For each key where its values start, and after the last key where they end. */
    int[] start(int keyCount) {
        int[] start = new int[keyCount + 1];
        for (int i = 0; i < size; i++) {
            start[keys[i] + 1]++;
        }
        for (int key = 0; key < keyCount; key++) {
            start[key + 1] += start[key];
        }
        return start;
    }

    int[] values(int[] start) {
        int[] next = start.clone();
        int[] result = new int[size];
        for (int i = 0; i < size; i++) {
            result[next[keys[i]]++] = values[i];
        }
        return result;
    }
}
