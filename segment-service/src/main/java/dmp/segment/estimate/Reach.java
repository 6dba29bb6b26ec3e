package dmp.segment.estimate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dmp.segment.definition.Rulebooks;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.membership.Census;
import dmp.segment.membership.Census.Counts;
import dmp.segment.reach.KnownIdentifiers;
import dmp.segment.rule.Rule;

/** How many a rule would hold of, before it is saved. */
@ApplicationScoped
class Reach {

    /** Read together: short enough that nobody waits for Redis behind it. */
    private static final int PART = 500;

    private static final int AT_ONCE = 2;

    /** No segment has such an id. */
    private static final String UNSAVED = "(unsaved)";

    private final Rulebooks rulebooks;
    private final KnownIdentifiers known;
    private final Census census;
    private final EstimateConfig config;

    Reach(Rulebooks rulebooks, KnownIdentifiers known, Census census, EstimateConfig config) {
        this.rulebooks = rulebooks;
        this.known = known;
        this.census = census;
        this.config = config;
    }

    /**
     * @param size identifiers of which the rule holds, rounded when it is not exact
     * @param exact all known identifiers were asked
     * @param interval where the size lies; absent when it is exact
     * @param activationAllowed those of them whose own consent lets ad networks be told
     * @param byNamespace the size, by the namespace of the identifiers
     * @param known how many identifiers there are
     * @param asked how many of them were asked
     * @param seed asks the same identifiers again
     * @param asOf the second at which the rule was asked
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Estimate(
            long size,
            boolean exact,
            Interval interval,
            long activationAllowed,
            List<OfNamespace> byNamespace,
            long known,
            long asked,
            long seed,
            Instant asOf) {}

    record OfNamespace(String namespace, long size) {}

    Uni<Estimate> of(String tenant, Rule rule, String mergePolicy, Set<String> namespaces, long seed) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        SegmentRule unsaved = new SegmentRule(UNSAVED, 0, mergePolicy, rule);
        return rulebooks.atLeast(tenant, 0).chain(rulebook -> {
            RuleTree tree = rulebook.index().tree().alone(unsaved);
            return known.count(tenant).chain(count -> {
                int asked = (int) Math.min(count, config.most());
                return Multi.createFrom()
                        .iterable(Sample.draw(seed, asked, count, PART))
                        .onItem()
                        .transformToUni(numbers -> known.numbered(tenant, numbers)
                                .chain(keys ->
                                        census.count(tenant, keys, unsaved, tree, namespaces, now.getEpochSecond())))
                        .merge(AT_ONCE)
                        .collect()
                        .with(Collectors.reducing(Counts.NONE, Counts::plus))
                        .map(counts -> estimate(counts, count, asked, seed, now));
            });
        });
    }

    private static Estimate estimate(Counts counts, long count, int asked, long seed, Instant now) {
        boolean exact = asked == count;
        return new Estimate(
                scaled(counts.matching(), asked, count),
                exact,
                exact ? null : Interval.of(counts.matching(), asked, count),
                scaled(counts.activatable(), asked, count),
                counts.namespaceToMatching().entrySet().stream()
                        .map((Map.Entry<String, Long> namespace) ->
                                new OfNamespace(namespace.getKey(), scaled(namespace.getValue(), asked, count)))
                        .toList(),
                count,
                asked,
                seed,
                now);
    }

    private static long scaled(long found, long asked, long of) {
        return asked == 0 ? 0 : Math.round((double) found * of / asked);
    }
}
