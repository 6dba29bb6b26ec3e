package dmp.activation.campaign;

import java.time.Instant;
import java.util.List;

/**
 * Activations that share a flight, a goal and a frequency cap.
 *
 * @param id chosen by the caller; derived from the name when absent
 * @param frequencyCap what networks are asked to keep to; carried, not enforced, since no connector has a field for it
 * @param goal for people
 */
public record Campaign(
        String id, String name, Flight flight, List<Activation> activations, FrequencyCap frequencyCap, String goal) {

    public Campaign {
        activations = activations == null ? List.of() : List.copyOf(activations);
    }

    /** From {@code start} until just before {@code end}. */
    public record Flight(Instant start, Instant end) {
        public boolean isRunningAt(Instant now) {
            return !now.isBefore(start) && now.isBefore(end);
        }
    }

    /** A segment mapped to a destination. */
    public record Activation(String segment, String destination) {}

    /** At most so many impressions for each person in so many hours. */
    public record FrequencyCap(int impressions, int hours) {}

    Campaign withId(String chosen) {
        return new Campaign(chosen, name, flight, activations, frequencyCap, goal);
    }
}
