package dmp.segment.definition;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;

import dmp.segment.api.Refusal;
import dmp.segment.rule.Rule;

/** Reads rules that requests carry. */
@ApplicationScoped
public class RuleReader {

    private final Segments segments;

    RuleReader(Segments segments) {
        this.segments = segments;
    }

    /**
     * @param json the rule as text or as a JSON tree
     * @throws Refusal 400 with every error, below {@code /rule}
     */
    public Uni<Rule> read(String tenant, JsonNode json) {
        WrittenRule written = new WrittenRule(json);
        return segments.words(tenant, written, null).map(words -> {
            try {
                return written.read(words);
            } catch (WrittenRule.Refused refused) {
                throw Refusal.invalid(refused.errors());
            }
        });
    }
}
