package dmp.profile.dictionary;

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

    /** Gives numbers to what is wanted, behind the words that there are already. */
    public static void grow(Dictionary dictionary, List<String> words) {
        dictionary.wanted().stream().filter(word -> !words.contains(word)).forEach(words::add);
        dictionary.noLongerWanted(dictionary.wanted());
        learn(dictionary, words);
    }

    public static void learn(Dictionary dictionary, List<String> words) {
        dictionary.add(0, words);
    }
}
