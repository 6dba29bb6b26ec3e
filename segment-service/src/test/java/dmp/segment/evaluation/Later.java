package dmp.segment.evaluation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

import dmp.segment.rule.RandomRules;

import static dmp.segment.rule.RandomRules.EPOCH;

/** The seconds after now at which the answer of a random rule can change. */
public final class Later {

    /** Longer than the longest window and the longest wait together: every second until then. */
    private static final long HORIZON = 500;

    /** Afterwards only a day, week, month or year ends; they all have by then. */
    private static final int DAYS = 50;

    private static final long[] MIDNIGHTS = RandomRules.ZONES.stream()
            .flatMapToLong(zone -> LongStream.range(0, DAYS).map(day -> midnight(zone, day)))
            .filter(second -> second > EPOCH + HORIZON)
            .sorted()
            .toArray();

    private Later() {}

    private static long midnight(ZoneId zone, long day) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(EPOCH), zone)
                .plusDays(day)
                .atStartOfDay(zone)
                .toEpochSecond();
    }

    /** The first second after {@link RandomRules#EPOCH} at which this is true, or {@link Evaluation#NEVER}. */
    public static long first(LongPredicate differs) {
        return LongStream.concat(LongStream.rangeClosed(EPOCH + 1, EPOCH + HORIZON), LongStream.of(MIDNIGHTS))
                .filter(differs)
                .findFirst()
                .orElse(Evaluation.NEVER);
    }
}
