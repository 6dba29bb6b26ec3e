package dmp.profile.store;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.profile.dictionary.Dictionary;
import dmp.profile.dictionary.DictionaryForTests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ByteWriterTest {

    private static final int VERSION = 2;
    private static final ByteReader.Formats FORMATS = new ByteReader.Formats(1, 1, VERSION);

    private final Dictionary dictionary = DictionaryForTests.of(List.of("a", "b"));

    @Test
    void numbersComeBackWhateverTheirSizeAndWhateverTheParameter() {
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            int parameter = random.nextInt(1 << Rice.PARAMETER_BITS - 1);
            long[] values = random.longs(20)
                    .map(value -> value >>> 1 + random.nextInt(Long.SIZE - 1))
                    .toArray();
            // On both sides of the length from which they are written out.
            values[0] = ((long) Rice.MOST_ONES << parameter) - 1;
            values[1] = (long) Rice.MOST_ONES << parameter;
            ByteWriter out = writer();
            for (long value : values) {
                out.rice(value, parameter);
            }
            out.endBits();
            out.signed(-values[0]).number(values[2]);

            ByteReader in = reader(out.finish());

            in.beginBits();
            for (long value : values) {
                assertEquals(value, in.rice(parameter));
            }
            in.endBits();
            assertEquals(-values[0], in.signed());
            assertEquals(values[2], in.number());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 250, 300, 1_020, 1_030, 5_000, 100_000})
    void aTextMayBeLongerThanWhatThereIsRoomForYet(int length) {
        String longText = "x".repeat(length);
        ByteReader in =
                reader(writer().text(longText).text("after it").text(longText).finish());

        assertEquals(longText, in.text());
        assertEquals("after it", in.text());
        assertEquals(longText, in.text());
    }

    @Test
    void aWordThatIsNumberedMeanwhileIsWrittenOut() {
        ByteWriter out = writer();
        DictionaryForTests.learn(dictionary, List.of("a", "b", "c"));

        assertEquals(1, out.wordNumber("b"));
        assertTrue(out.wordNumber("c") < 0);
        assertEquals(
                "c",
                new ByteReader(
                                out.word("c").finish(),
                                FORMATS,
                                Vocabulary.NONE,
                                DictionaryForTests.of(List.of("a", "b")))
                        .text());
    }

    private ByteWriter writer() {
        return new ByteWriter(VERSION, Vocabulary.NONE, dictionary);
    }

    private ByteReader reader(byte[] bytes) {
        return new ByteReader(bytes, FORMATS, Vocabulary.NONE, dictionary);
    }
}
