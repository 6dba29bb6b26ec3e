package dmp.segment.rule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Calendar days, weeks from Monday on, months and years. Each begins with the first second of its first day, and is over when
 * the next begins, even where a clock that is set back shows the last minutes of the day before once more.
 */
public enum Period {
    DAY("today", 2),
    WEEK("this week", 8),
    MONTH("this month", 32),
    YEAR("this year", 367);

    /** The period that now is in, in the words of a rule. */
    final String current;

    private final int days;

    Period(String current, int days) {
        this.current = current;
        this.days = days;
    }

    /** No period is longer, changes of the clock included. */
    public Window longest() {
        return new Window(days, Window.Unit.DAYS);
    }

    /** When the period of this second began. */
    public long start(long second, ZoneId zone) {
        return start(firstDay(second, zone), zone);
    }

    /** When the period after that of this second begins. */
    public long end(long second, ZoneId zone) {
        return start(next(firstDay(second, zone)), zone);
    }

    private LocalDate firstDay(long second, ZoneId zone) {
        LocalDate day = first(LocalDate.ofInstant(Instant.ofEpochSecond(second), zone));
        // A clock set back over midnight: the new day has begun already.
        while (start(next(day), zone) <= second) {
            day = next(day);
        }
        return day;
    }

    private LocalDate first(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case YEAR -> day.withDayOfYear(1);
        };
    }

    private LocalDate next(LocalDate first) {
        return switch (this) {
            case DAY -> first.plusDays(1);
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
            case YEAR -> first.plusYears(1);
        };
    }

    private static long start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toEpochSecond();
    }

    static Optional<Period> named(String current) {
        return Arrays.stream(values())
                .filter(period -> period.current.equals(current))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(period -> period.current).toList();
    }
}
