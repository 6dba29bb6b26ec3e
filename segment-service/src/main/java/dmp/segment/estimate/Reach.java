package dmp.segment.estimate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;

import dmp.segment.definition.Rulebooks;
import dmp.segment.estimate.Samples.Asked;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.membership.Census;
import dmp.segment.membership.Census.Counts;
import dmp.segment.rule.Dependencies;
import dmp.segment.rule.Rule;
import dmp.segment.rule.RuleText;
import dmp.segment.trait.TraitCatalog;

/** How many a rule would hold of, before it is saved. */
@ApplicationScoped
class Reach {

    /** No segment has such an id. */
    private static final String UNSAVED = "(unsaved)";

    private final Rulebooks rulebooks;
    private final Samples samples;
    private final Census census;
    private final TraitCatalog traits;

    Reach(Rulebooks rulebooks, Samples samples, Census census, TraitCatalog traits) {
        this.rulebooks = rulebooks;
        this.traits = traits;
        this.samples = samples;
        this.census = census;
    }

    /**
     * @param size identifiers of which the rule holds, rounded when it is not exact
     * @param exact all known identifiers were asked
     * @param interval where the size lies; absent when it is exact
     * @param activationAllowed those of them whose own consent lets ad networks be told
     * @param byNamespace the size, by the namespace of the identifiers
     * @param notRemembered conditions on events that no rule has stated until now: nothing is remembered of them, so they count as never
     *     met; absent when there are none
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
            List<String> notRemembered,
            long known,
            long asked,
            long seed,
            Instant asOf) {}

    record OfNamespace(String namespace, long size) {}

    Uni<Estimate> of(String tenant, Rule rule, MergePolicy mergePolicy, Set<String> namespaces, long seed) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        SegmentRule unsaved = new SegmentRule(UNSAVED, 0, mergePolicy, rule);
        return rulebooks.atLeast(tenant, 0).chain(rulebook -> {
            RuleTree tree = rulebook.index().tree().alone(unsaved);
            return samples.ask(
                            tenant,
                            seed,
                            keys -> census.count(tenant, keys, unsaved, tree, namespaces, now.getEpochSecond()))
                    .map(asked -> estimate(asked, notRemembered(tenant, rule), seed, now));
        });
    }

    private List<String> notRemembered(String tenant, Rule rule) {
        List<String> unknown = new ArrayList<>();
        Dependencies.of(rule).events().forEach((trait, event) -> {
            if (!traits.of(tenant).containsKey(trait)) {
                unknown.add(RuleText.print(event));
            }
        });
        return unknown.isEmpty() ? null : unknown;
    }

    private static Estimate estimate(Asked<Counts> asked, List<String> notRemembered, long seed, Instant now) {
        Counts counts = asked.answers().stream().reduce(Counts.NONE, Counts::plus);
        return new Estimate(
                asked.scaled(counts.matching()),
                asked.isExact(),
                asked.interval(counts.matching()),
                asked.scaled(counts.activatable()),
                counts.namespaceToMatching().entrySet().stream()
                        .map(namespace -> new OfNamespace(namespace.getKey(), asked.scaled(namespace.getValue())))
                        .toList(),
                notRemembered,
                asked.known(),
                asked.size(),
                seed,
                now);
    }
}
