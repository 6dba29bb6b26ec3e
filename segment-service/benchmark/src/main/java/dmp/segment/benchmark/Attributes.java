package dmp.segment.benchmark;

import java.util.List;
import java.util.stream.IntStream;

/** The 40 attributes of DMP-BE-1, and how each is told in the words of the platform. */
public final class Attributes {

    /** 2026-11-24T00:00:00Z: the second at which everything is evaluated. */
    public static final long NOW = 1_795_478_400L;

    static final long DAY = 86_400;

    static final double PRESENT = 0.75;

    static final List<Zipf> STRINGS = zipf(60, 300, 2000, 8, 12, 6, 40, 100, 3, 8, 50, 200);
    static final List<Zipf> SETS = zipf(500, 200, 2000, 300, 5000, 10000);
    static final int NUMBERS = 8;
    static final int NUMBER_VALUES = 10_000;
    static final int RECENCIES = 6;
    static final int FREQUENCIES = 6;
    static final int BOOLEANS = 2;

    public static String string(int attribute) {
        return "custom.string" + attribute;
    }

    public static String number(int attribute) {
        return "custom.number" + attribute;
    }

    public static String bool(int attribute) {
        return "custom.boolean" + attribute;
    }

    public static String value(int value) {
        return "value" + value;
    }

    /** A member of a set is a trait. */
    static String member(int set, int value) {
        return "set" + set + "-" + value;
    }

    static boolean isMember(String trait) {
        return trait.startsWith("set");
    }

    public static String recency(int attribute) {
        return "recent" + attribute;
    }

    public static String frequency(int attribute) {
        return "frequent" + attribute;
    }

    static boolean isFrequency(String trait) {
        return trait.startsWith("frequent");
    }

    private static List<Zipf> zipf(int... sizes) {
        return IntStream.of(sizes).mapToObj(Zipf::new).toList();
    }

    private Attributes() {}
}
