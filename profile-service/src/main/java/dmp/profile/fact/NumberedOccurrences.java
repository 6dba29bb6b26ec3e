package dmp.profile.fact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dmp.profile.store.ByteReader;
import dmp.profile.store.ByteWriter;
import dmp.profile.store.Rice;

/**
 * The realisations, worth nothing, of one trait that has a number, from one source. Those of many traits are written by source and in the
 * order of their numbers: what each is apart from the one before, how often the trait was realised, and by which of the events, all of
 * them in {@linkplain Rice Rice's code}.
 *
 * @param places among the events, ascending, at least one
 */
record NumberedOccurrences(String source, int number, int[] places) {

    /** Most traits are realised once, and a few often. */
    private static final int TIMES = 0;

    private static final Comparator<NumberedOccurrences> BY_NUMBER =
            Comparator.comparingInt(NumberedOccurrences::number);

    /** @param events how many there are */
    static void write(ByteWriter out, List<NumberedOccurrences> all, int events) {
        Map<String, List<NumberedOccurrences>> sourceToNumbered = new LinkedHashMap<>();
        all.forEach(numbered -> sourceToNumbered
                .computeIfAbsent(numbered.source, _ -> new ArrayList<>())
                .add(numbered));
        out.number(sourceToNumbered.size());
        sourceToNumbered.forEach((source, numbered) -> {
            out.word(source).number(numbered.size());
            numbered.sort(BY_NUMBER);
            writeOfOneSource(out, numbered, bitsOf(events));
        });
    }

    private static void writeOfOneSource(ByteWriter out, List<NumberedOccurrences> all, int placeBits) {
        long gaps = 0;
        int times = 0;
        for (NumberedOccurrences numbered : all) {
            gaps += numbered.places[numbered.places.length - 1] - numbered.places[0];
            times += numbered.places.length - 1;
        }
        int step = Rice.parameter(all.getLast().number, all.size());
        int gap = Rice.parameter(gaps, times);
        out.bits(step, Rice.PARAMETER_BITS).bits(gap, Rice.PARAMETER_BITS);
        int before = 0;
        for (NumberedOccurrences numbered : all) {
            out.rice(numbered.number - before, step)
                    .rice(numbered.places.length - 1, TIMES)
                    .bits(numbered.places[0], placeBits);
            before = numbered.number;
            for (int i = 1; i < numbered.places.length; i++) {
                out.rice(numbered.places[i] - numbered.places[i - 1], gap);
            }
        }
        out.endBits();
    }

    /** @param events how many there are */
    static List<NumberedOccurrences> read(ByteReader in, int events) {
        List<NumberedOccurrences> all = new ArrayList<>();
        for (int groups = in.count(); groups > 0; groups--) {
            String source = in.text();
            int count = Math.toIntExact(in.number());
            readOfOneSource(in, source, count, bitsOf(events), all);
        }
        return all;
    }

    private static void readOfOneSource(
            ByteReader in, String source, int count, int placeBits, List<NumberedOccurrences> all) {
        in.beginBits();
        int step = (int) in.bits(Rice.PARAMETER_BITS);
        int gap = (int) in.bits(Rice.PARAMETER_BITS);
        int number = 0;
        for (int i = 0; i < count; i++) {
            number += (int) in.rice(step);
            int[] places = new int[(int) in.rice(TIMES) + 1];
            places[0] = (int) in.bits(placeBits);
            for (int k = 1; k < places.length; k++) {
                places[k] = places[k - 1] + (int) in.rice(gap);
            }
            all.add(new NumberedOccurrences(source, number, places));
        }
        in.endBits();
    }

    /** In which the places of so many events can be told. */
    private static int bitsOf(int events) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, events - 1));
    }
}
