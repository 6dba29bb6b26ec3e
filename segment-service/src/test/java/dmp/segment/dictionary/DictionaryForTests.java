package dmp.segment.dictionary;

import java.util.Collection;
import java.util.List;

/** Dictionaries that no database has. */
public final class DictionaryForTests {

    private DictionaryForTests() {}

    /** @param words in the order of their numbers */
    public static Dictionary of(List<String> words) {
        Dictionary dictionary = new Dictionary();
        dictionary.add(0, words);
        return dictionary;
    }

    /** @param from the number of the first of them */
    public static void add(Dictionary dictionary, int from, List<String> words) {
        dictionary.add(from, words);
    }

    public static Collection<String> wanted(Dictionary dictionary) {
        return dictionary.wanted();
    }
}
