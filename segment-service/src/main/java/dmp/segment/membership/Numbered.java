package dmp.segment.membership;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

import dmp.profile.contract.ProfileChanged.Realisations;

/**
 * The realisations, worth nothing, of one trait that has a number, from one source. Those of many traits are written in the order of
 * their numbers: what each is apart from the one before, how often the trait was realised, how long before the base first, and what
 * lies between two realisations, all of them in {@linkplain Rice Rice's code} by their means.
 *
 * @param at in seconds since 1970, ascending, at least one, none after the base
 */
record Numbered(int number, List<Long> at) {

    /** Most traits are realised once, and a few often. */
    private static final int TIMES = 0;

    private static final Comparator<Numbered> BY_NUMBER = Comparator.comparingInt(Numbered::number);

    /** Such as cannot be written so. */
    static boolean fits(Realisations realisations, long baseSecond) {
        List<Long> at = realisations.at();
        if (at.isEmpty() || !realisations.values().isEmpty() || at.getLast() > baseSecond) {
            return false;
        }
        for (int i = 1; i < at.size(); i++) {
            if (at.get(i) < at.get(i - 1)) {
                return false;
            }
        }
        return true;
    }

    /** @param all of one source, each trait once; sorted here */
    static void write(CompactWriter out, List<Numbered> all, long baseSecond) {
        all.sort(BY_NUMBER);
        long ages = 0;
        long gaps = 0;
        int times = 0;
        for (Numbered numbered : all) {
            ages += baseSecond - numbered.at.getFirst();
            gaps += numbered.at.getLast() - numbered.at.getFirst();
            times += numbered.at.size() - 1;
        }
        int step = Rice.parameter(all.getLast().number, all.size());
        int age = Rice.parameter(ages, all.size());
        int gap = Rice.parameter(gaps, times);
        out.writeBits(step, Rice.PARAMETER_BITS);
        out.writeBits(age, Rice.PARAMETER_BITS);
        out.writeBits(gap, Rice.PARAMETER_BITS);
        int before = 0;
        for (Numbered numbered : all) {
            out.writeRice(numbered.number - before, step);
            out.writeRice(numbered.at.size() - 1, TIMES);
            before = numbered.number;
            long second = numbered.at.getFirst();
            out.writeRice(baseSecond - second, age);
            for (int i = 1; i < numbered.at.size(); i++) {
                out.writeRice(numbered.at.get(i) - second, gap);
                second = numbered.at.get(i);
            }
        }
        out.endBits();
    }

    /** @param isWanted of which numbers the realisations are read; others are gone over */
    static List<Numbered> read(CompactReader in, int count, long baseSecond, IntPredicate isWanted) {
        List<Numbered> all = new ArrayList<>();
        in.beginBits();
        int step = (int) in.readBits(Rice.PARAMETER_BITS);
        int age = (int) in.readBits(Rice.PARAMETER_BITS);
        int gap = (int) in.readBits(Rice.PARAMETER_BITS);
        int number = 0;
        for (int i = 0; i < count; i++) {
            number += (int) in.readRice(step);
            long times = in.readRice(TIMES);
            long second = baseSecond - in.readRice(age);
            if (isWanted.test(number)) {
                List<Long> at = new ArrayList<>((int) times + 1);
                at.add(second);
                for (long left = times; left > 0; left--) {
                    second += in.readRice(gap);
                    at.add(second);
                }
                all.add(new Numbered(number, at));
            } else {
                for (long left = times; left > 0; left--) {
                    in.readRice(gap);
                }
            }
        }
        in.endBits();
        return all;
    }
}
