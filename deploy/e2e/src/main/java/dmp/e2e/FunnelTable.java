package dmp.e2e;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** A campaign's funnel as lines to read. */
final class FunnelTable {

    private static final List<String> STEPS =
            List.of("members", "identifiable", "consented", "sent", "acknowledged", "matched");

    private FunnelTable() {}

    static List<String> lines(JsonNode funnel) {
        List<String> lines = new ArrayList<>();
        for (JsonNode activation : funnel.path("activations")) {
            lines.add("  %s → %s"
                    .formatted(
                            activation.path("segment").asText(),
                            activation.path("destination").asText()));
            StringBuilder steps = new StringBuilder("   ");
            for (String step : STEPS) {
                JsonNode count = activation.path(step);
                steps.append(' ').append(step).append(' ').append(count.isNumber() ? count.asText() : "–");
            }
            lines.add(steps.toString());
            activation
                    .path("drops")
                    .forEach(drop -> lines.add("      not %s: %s, %s"
                            .formatted(
                                    drop.path("step").asText(),
                                    drop.path("reason").asText(),
                                    drop.path("count").asText())));
        }
        JsonNode latency = funnel.path("latency");
        lines.add("  from event to acknowledgement, as the platform counts it: p50 %s ms, p95 %s ms, of %s"
                .formatted(
                        latency.path("p50").asText("–"),
                        latency.path("p95").asText("–"),
                        latency.path("count").asText("0")));
        return lines;
    }
}
