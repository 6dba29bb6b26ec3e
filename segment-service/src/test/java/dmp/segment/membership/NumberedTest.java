package dmp.segment.membership;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.dictionary.DictionaryForTests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NumberedTest {

    private static final long BASE = 1_795_000_000;

    @Test
    void whatIsWrittenIsReadAndWhatIsNotWantedIsPassed() {
        Random random = new Random(11);
        for (int run = 0; run < 20_000; run++) {
            List<Numbered> all = numbered(random);
            int kept = 1 + random.nextInt(3);
            CompactWriter out = new CompactWriter(List.of(), DictionaryForTests.of(List.of()));
            out.writeByte(7);
            Numbered.write(out, all, BASE);
            out.writeNumber(run);

            CompactReader in = new CompactReader(out.toBytes(), List.of(), DictionaryForTests.of(List.of()));
            in.readByte();
            List<Numbered> read = Numbered.read(in, all.size(), BASE, number -> number % kept == 0);

            assertEquals(
                    all.stream()
                            .filter(numbered -> numbered.number() % kept == 0)
                            .sorted(Comparator.comparingInt(Numbered::number))
                            .toList(),
                    read);
            assertEquals(run, in.readNumber());
        }
    }

    @Test
    void whatIsNotInOrderOrWorthSomethingOrAheadOfTimeDoesNotFit() {
        assertTrue(Numbered.fits(new Realisations("a", "www", List.of(BASE - 1, BASE - 1, BASE)), BASE));
        assertFalse(Numbered.fits(new Realisations("a", "www", List.of(BASE, BASE - 1)), BASE));
        assertFalse(Numbered.fits(new Realisations("a", "www", List.of(BASE + 1)), BASE));
        assertFalse(Numbered.fits(new Realisations("a", "www", List.of(BASE), List.of(1L)), BASE));
        assertFalse(Numbered.fits(new Realisations("a", "www", List.of()), BASE));
    }

    @Test
    void aYearOfRealisationsTakesThreeBytesEach() {
        Random random = new Random(5);
        List<Numbered> all = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            all.add(new Numbered(number, times(random, 50, 365 * 86_400)));
        }
        CompactWriter out = new CompactWriter(List.of(), DictionaryForTests.of(List.of()));

        Numbered.write(out, all, BASE);

        assertTrue(out.toBytes().length < 3 * 1_000, out.toBytes().length + " bytes");
    }

    /** Of all sizes: some far from the others, some all the same. */
    private static List<Numbered> numbered(Random random) {
        TreeSet<Integer> numbers = new TreeSet<>();
        int traits = 1 + random.nextInt(6);
        int bound = 1 + random.nextInt(1 << 1 + random.nextInt(16));
        for (int i = 0; i < traits; i++) {
            numbers.add(random.nextInt(bound));
        }
        List<Numbered> all = new ArrayList<>();
        for (int number : numbers) {
            int times = random.nextInt(10) == 0 ? 1 + random.nextInt(90) : 1 + random.nextInt(3);
            all.add(new Numbered(number, times(random, times, 1 + random.nextInt(1 << random.nextInt(31)))));
        }
        Collections.shuffle(all, random);
        return all;
    }

    private static List<Long> times(Random random, int count, int span) {
        return LongStream.range(0, count)
                .map(_ -> BASE - random.nextInt(span))
                .sorted()
                .boxed()
                .toList();
    }
}
