package dmp.segment.definition;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.segment.api.Refusal;
import dmp.segment.rule.Dependencies;
import dmp.segment.rule.Rule;
import dmp.segment.rule.RuleJson;
import dmp.segment.rule.RuleRefused;
import dmp.segment.rule.RuleText;
import dmp.segment.rule.Vocabulary;

/** A rule as a request carries it: a text, or an object. */
record WrittenRule(JsonNode json) {

    private static final String POINTER = "/rule";

    /** @throws Refused with every error, its pointer into the request, and for a text line and column */
    Rule read(Vocabulary vocabulary) throws Refused {
        if (json == null || json.isNull()) {
            throw new Refused(List.of(new Refusal.Error(
                    POINTER, "missing", "Give the rule, as text or JSON, e.g. \"trait gold in 30 days\".")));
        }
        try {
            return json.isTextual() ? RuleText.parse(json.textValue(), vocabulary) : RuleJson.read(json, vocabulary);
        } catch (RuleRefused refused) {
            throw new Refused(refused.errors().stream()
                    .map(error -> new Refusal.Error(
                            POINTER + error.pointer(),
                            error.line(),
                            error.column(),
                            error.code(),
                            error.message(),
                            error.suggestion()))
                    .toList());
        }
    }

    /** What it names; nothing when it cannot be read. */
    Dependencies words() {
        try {
            return Dependencies.of(read(Vocabulary.UNCHECKED));
        } catch (Refused _) {
            return Dependencies.NONE;
        }
    }

    /** It cannot be read, or names what there is not. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<Refusal.Error> errors;

        Refused(List<Refusal.Error> errors) {
            super(errors.getFirst().message());
            this.errors = errors;
        }

        List<Refusal.Error> errors() {
            return errors;
        }
    }
}
