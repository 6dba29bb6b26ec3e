package dmp.activation.delivery;

import java.time.Instant;
import java.util.List;

/**
 * Where an identifier stands with a segment at a destination. That there is none means that the network has never been told,
 * or has acknowledged the removal.
 *
 * <p>Written as text, fields parted by a bar; see {@code settle.lua}, which looks for the delivery in it.
 */
public sealed interface Standing {

    enum Operation {
        ADD,
        REMOVE
    }

    /** The network holds it, as far as is known: what is under way or was refused may leave it where it was before. */
    boolean isHeld();

    /**
     * Acknowledged.
     *
     * @param until when the network drops it by itself; null for never
     * @param version see {@link dmp.activation.audience.Audience.Wanted}
     */
    record Held(Instant since, Instant until, long version) implements Standing {
        @Override
        public boolean isHeld() {
            return true;
        }
    }

    /**
     * Sent, or about to be; what the network made of it is not known.
     *
     * @param promised the network will say by a callback
     * @param heldBefore it was held when this was sent
     * @param cause when the event that led to it was received; null when none did
     */
    record InFlight(
            Operation operation,
            Instant since,
            String delivery,
            long version,
            boolean promised,
            boolean heldBefore,
            Instant cause)
            implements Standing {
        @Override
        public boolean isHeld() {
            return heldBefore;
        }

        InFlight promisedAt(Instant now) {
            return new InFlight(operation, now, delivery, version, true, heldBefore, cause);
        }
    }

    /** The network has refused it for good: not to be tried again until something has changed, or much time has passed. */
    record Refused(Operation operation, String code, Instant at, long version, boolean heldBefore) implements Standing {
        @Override
        public boolean isHeld() {
            return heldBefore;
        }
    }

    default String text() {
        return switch (this) {
            case Held held -> String.join("|", "H", millis(held.since()), millis(held.until()), "" + held.version());
            case InFlight flying ->
                String.join(
                        "|",
                        "F",
                        flying.operation().name(),
                        millis(flying.since()),
                        flying.delivery(),
                        "" + flying.version(),
                        "" + flying.promised(),
                        "" + flying.heldBefore(),
                        millis(flying.cause()));
            case Refused refused ->
                String.join(
                        "|",
                        "R",
                        refused.operation().name(),
                        refused.code(),
                        millis(refused.at()),
                        "" + refused.version(),
                        "" + refused.heldBefore());
        };
    }

    /** @throws IllegalArgumentException when {@code text} was not written by {@link #text} */
    static Standing of(String text) {
        List<String> parts = List.of(text.split("\\|", -1));
        return switch (parts.getFirst()) {
            case "H" -> new Held(instant(parts.get(1)), instant(parts.get(2)), Long.parseLong(parts.get(3)));
            case "F" ->
                new InFlight(
                        Operation.valueOf(parts.get(1)),
                        instant(parts.get(2)),
                        parts.get(3),
                        Long.parseLong(parts.get(4)),
                        Boolean.parseBoolean(parts.get(5)),
                        Boolean.parseBoolean(parts.get(6)),
                        instant(parts.get(7)));
            case "R" ->
                new Refused(
                        Operation.valueOf(parts.get(1)),
                        parts.get(2),
                        instant(parts.get(3)),
                        Long.parseLong(parts.get(4)),
                        Boolean.parseBoolean(parts.get(5)));
            default -> throw new IllegalArgumentException("not a standing");
        };
    }

    private static String millis(Instant instant) {
        return instant == null ? "" : Long.toString(instant.toEpochMilli());
    }

    private static Instant instant(String millis) {
        return millis.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
