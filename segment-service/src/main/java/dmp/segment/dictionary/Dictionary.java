package dmp.segment.dictionary;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Words of one tenant, by numbers from 0. It only grows: whoever knows more of it can read all that was written with less. May be
 * asked by many threads while it grows.
 */
public final class Dictionary {

    /** Of one tenant. Beyond, words are written out wherever they stand. */
    static final int MOST = 1 << 16;

    /** So many words wait for a number at most; others are met again. */
    private static final int MOST_WANTED = 1 << 12;

    private final Map<String, Integer> wordToNumber = new ConcurrentHashMap<>();
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private volatile Known known = new Known(0, new String[64], new int[64 + 1]);

    /**
     * Arrays are shared by those that came one after the other: only the first entries are this one's.
     *
     * @param fingerprints for each size, of the words up to there
     */
    private record Known(int size, String[] words, int[] fingerprints) {}

    /** How many words it has: their numbers are below. */
    public int size() {
        return known.size();
    }

    /** Negative when the word has no number; not below {@link #size} when it is just getting one. */
    public int number(String word) {
        return wordToNumber.getOrDefault(word, -1);
    }

    /** @throws IndexOutOfBoundsException when there is no such number yet */
    public String word(int number) {
        Known now = known;
        return now.words()[Objects.checkIndex(number, now.size())];
    }

    /**
     * 16 bits that tell the first words from others: what was written with them must not be read with a dictionary that was
     * restored from before they were given, and has given their numbers to other words since.
     *
     * @param size how many words, at most {@link #size()}
     */
    public int fingerprint(int size) {
        int hash = known.fingerprints()[size];
        return (hash ^ hash >>> 16) & 0xFFFF;
    }

    /** Asks for a number for a word that many states may have. */
    public void want(String word) {
        if (size() < MOST && wanted.size() < MOST_WANTED) {
            wanted.add(word);
        }
    }

    boolean isAnyWanted() {
        return !wanted.isEmpty();
    }

    Collection<String> wanted() {
        return List.copyOf(wanted);
    }

    /** These will have numbers, or can have none. */
    void noLongerWanted(Collection<String> words) {
        wanted.removeAll(words);
    }

    /**
     * @param from the number of the first of them, at most {@link #size()}; such as are known already are passed over
     */
    synchronized void add(int from, List<String> words) {
        Known before = known;
        int size = from + words.size();
        if (size <= before.size()) {
            return;
        }
        String[] all = before.words();
        int[] fingerprints = before.fingerprints();
        if (size > all.length) {
            all = Arrays.copyOf(all, Integer.highestOneBit(size) << 1);
            fingerprints = Arrays.copyOf(fingerprints, all.length + 1);
        }
        for (int number = before.size(); number < size; number++) {
            all[number] = words.get(number - from);
            fingerprints[number + 1] = 31 * fingerprints[number] + all[number].hashCode();
            wordToNumber.put(all[number], number);
        }
        known = new Known(size, all, fingerprints);
    }
}
