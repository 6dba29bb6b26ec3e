package dmp.profile.lookup;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;

import dmp.profile.contract.ProfileChanged;

/**
 * An identifier, shown to people.
 *
 * @param facts what was observed on the identifier itself
 * @param links its live links, with the latest evidence of each
 * @param hub it has so many links that none is followed; see {@code /v1/hubs}
 * @param views what is known through it under each merge policy
 */
record ProfileView(String identifier, OwnFacts facts, List<Linked> links, boolean hub, List<Merged> views) {

    record OwnFacts(
            ProfileChanged.Consent consent,
            Map<String, ProfileChanged.Attribute> attributes,
            List<Realised> realisations) {}

    /**
     * @param identifier on whom it was observed
     * @param values what each is worth, in the order of the moments; empty when the trait has no value
     */
    record Realised(
            String trait,
            String source,
            String identifier,
            List<Instant> at,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<BigDecimal> values) {}

    /** @param matchMethod as OpenRTB 2.6 {@code eid.mm} */
    record Linked(String identifier, String source, int matchMethod, Instant at) {}

    /**
     * @param identifiers those it unites, the closest first
     * @param leftOut how many more are linked to them, but not united with them
     * @param leftOutFirst some of these, and why; those behind them are not known
     * @param attributes the last known value among them
     */
    record Merged(
            String mergePolicy,
            List<String> identifiers,
            int leftOut,
            List<LeftOut> leftOutFirst,
            Map<String, MergedAttribute> attributes,
            List<Realised> realisations) {}

    /** @param reason {@code hub}, {@code depth} or {@code size} */
    record LeftOut(String identifier, String reason) {}

    /** @param identifier on whom it was observed */
    record MergedAttribute(String value, Instant at, String source, String identifier) {}
}
