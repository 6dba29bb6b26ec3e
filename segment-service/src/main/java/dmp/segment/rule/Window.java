package dmp.segment.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A length of time as people say it: {@code 30 days} is not respelled as {@code 720 hours}. */
public record Window(int amount, Unit unit) {

    /** Ten years, leap days included. */
    public static final long MAX_SECONDS = 3_653L * 86_400;

    /** Of fixed length: a day is 24 hours, whatever the calendar says. */
    public enum Unit {
        SECONDS(1),
        MINUTES(60),
        HOURS(3_600),
        DAYS(86_400),
        WEEKS(604_800);

        private final long seconds;

        Unit(long seconds) {
            this.seconds = seconds;
        }

        String plural() {
            return name().toLowerCase(Locale.ROOT);
        }

        String singular() {
            return plural().substring(0, plural().length() - 1);
        }

        /** The unit of this name, singular or plural, in any case. */
        static Optional<Unit> named(String word) {
            String lower = word.toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(unit ->
                            unit.plural().equals(lower) || unit.singular().equals(lower))
                    .findFirst();
        }

        static List<String> names() {
            return Arrays.stream(values()).map(Unit::plural).toList();
        }
    }

    public Window {
        Objects.requireNonNull(unit);
        if (amount < 1 || amount * unit.seconds > MAX_SECONDS) {
            throw new IllegalArgumentException(amount + " " + unit.plural() + " is not between 1 second and 10 years");
        }
    }

    public long seconds() {
        return amount * unit.seconds;
    }

    @Override
    public String toString() {
        return amount + " " + (amount == 1 ? unit.singular() : unit.plural());
    }
}
