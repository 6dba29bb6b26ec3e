package dmp.profile.dictionary;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DictionaryTest {

    private final Dictionary dictionary = new Dictionary();

    @Test
    void growsByWhatIsNewAndKeepsWhatItHas() {
        Random random = new Random(3);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            all.add("word" + i);
        }
        int known = 0;
        while (known < all.size()) {
            int from = random.nextInt(known + 1);
            int to = Math.min(all.size(), from + random.nextInt(200));
            dictionary.add(from, all.subList(from, to));
            known = Math.max(known, to);

            assertEquals(known, dictionary.size());
        }

        for (int number = 0; number < all.size(); number++) {
            assertEquals(all.get(number), dictionary.word(number));
            assertEquals(number, dictionary.number(all.get(number)));
        }
        assertEquals(-1, dictionary.number("another"));
        assertThrows(IndexOutOfBoundsException.class, () -> dictionary.word(all.size()));
    }

    @Test
    void theFingerprintOfTheFirstWordsStaysAndTellsThemFromOthers() {
        dictionary.add(0, List.of("a", "b"));
        int of0 = dictionary.fingerprint(0);
        int of1 = dictionary.fingerprint(1);
        int of2 = dictionary.fingerprint(2);
        dictionary.add(2, List.of("c"));
        Dictionary restored = DictionaryForTests.of(List.of("a", "c", "b"));

        assertEquals(of0, dictionary.fingerprint(0));
        assertEquals(of1, dictionary.fingerprint(1));
        assertEquals(of2, dictionary.fingerprint(2));
        assertEquals(of1, restored.fingerprint(1));
        assertNotEquals(of2, restored.fingerprint(2));
        assertNotEquals(dictionary.fingerprint(3), restored.fingerprint(3));
    }

    @Test
    void remembersWhatIsWantedUntilItIsThere() {
        dictionary.want("a");
        dictionary.want("b");
        dictionary.want("a");

        assertEquals(Set.of("a", "b"), Set.copyOf(dictionary.wanted()));
        dictionary.noLongerWanted(List.of("a"));
        assertTrue(dictionary.isAnyWanted());
        dictionary.noLongerWanted(List.of("b"));
        assertFalse(dictionary.isAnyWanted());
    }

    @Test
    void wantsNothingMoreWhenItIsFull() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < Dictionary.MOST; i++) {
            words.add("word" + i);
        }
        dictionary.add(0, words);

        dictionary.want("a");

        assertFalse(dictionary.isAnyWanted());
    }
}
