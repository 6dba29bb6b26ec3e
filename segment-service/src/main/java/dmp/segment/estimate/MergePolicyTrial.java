package dmp.segment.estimate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;

import dmp.profile.contract.MergeRule;
import dmp.segment.definition.Rulebooks;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.membership.Census;
import dmp.segment.membership.Census.Comparison;
import dmp.segment.membership.Census.Example;

/** How many profiles would look different under a changed merge policy, before it is changed. */
@ApplicationScoped
class MergePolicyTrial {

    private final Rulebooks rulebooks;
    private final Samples samples;
    private final Census census;

    MergePolicyTrial(Rulebooks rulebooks, Samples samples, Census census) {
        this.rulebooks = rulebooks;
        this.samples = samples;
        this.census = census;
    }

    /**
     * @param changed identifiers that would be united with others than now, scaled up when it is not exact
     * @param exact all known identifiers were asked
     * @param interval where the true number lies; absent when it is exact
     * @param examples some of them
     * @param segments that look through the policy, by id
     * @param known how many identifiers there are
     * @param asked how many of them were asked
     * @param seed asks the same identifiers again
     * @param asOf the second at which they were asked
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Outcome(
            long changed,
            boolean exact,
            Interval interval,
            List<Example> examples,
            List<String> segments,
            long known,
            long asked,
            long seed,
            Instant asOf) {}

    Uni<Outcome> of(String tenant, MergePolicy before, MergeRule rule, long seed) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        MergePolicy after = new MergePolicy(before.id(), rule);
        return rulebooks
                .atLeast(tenant, 0)
                .map(rulebook -> rulebook.index().segments().stream()
                        .filter(segment -> segment.mergePolicy().id().equals(before.id()))
                        .map(SegmentRule::segment)
                        .sorted()
                        .toList())
                .chain(segments -> samples.ask(
                                tenant, seed, keys -> census.compare(tenant, keys, before, after, now.getEpochSecond()))
                        .map(asked -> {
                            Comparison all = asked.answers().stream().reduce(Comparison.NONE, Comparison::plus);
                            return new Outcome(
                                    asked.scaled(all.changed()),
                                    asked.isExact(),
                                    asked.interval(all.changed()),
                                    all.examples(),
                                    segments,
                                    asked.known(),
                                    asked.size(),
                                    seed,
                                    now);
                        }));
    }
}
