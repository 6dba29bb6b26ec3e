package dmp.segment.membership;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.segment.dictionary.Dictionary;
import dmp.segment.dictionary.DictionaryForTests;

import static org.junit.jupiter.api.Assertions.assertEquals;

class CompactWriterTest {

    private final Dictionary dictionary = DictionaryForTests.of(List.of("a", "b"));

    @Test
    void aWordThatIsNumberedMeanwhileIsWrittenOut() {
        CompactWriter out = new CompactWriter(List.of(), dictionary);
        DictionaryForTests.add(dictionary, 2, List.of("c", "d"));

        assertEquals(2, out.words());
        assertEquals(1, out.number("b"));
        assertEquals(-1, out.number("c"));
        assertEquals(-1, out.number("d"));
        out.writeWord("c");
        assertEquals(
                "c", new CompactReader(out.toBytes(), List.of(), DictionaryForTests.of(List.of("a", "b"))).readText());
    }

    @ParameterizedTest
    @ValueSource(ints = {2_045, 2_046, 2_047, 2_048, 2_049, 5_000, 100_000})
    void aTextMayBeLongerThanWhatThereIsRoomForYet(int length) {
        CompactWriter out = new CompactWriter(List.of(), dictionary);
        String longText = "x".repeat(length);
        out.writeText(longText);
        out.writeText("after it");
        out.writeText(longText);

        CompactReader in = new CompactReader(out.toBytes(), List.of(), dictionary);

        assertEquals(longText, in.readText());
        assertEquals("after it", in.readText());
        assertEquals(longText, in.readText());
    }
}
