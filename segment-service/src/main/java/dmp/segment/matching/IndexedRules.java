package dmp.segment.matching;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.Explanation;
import dmp.segment.evaluation.Profile;
import dmp.segment.evaluation.RuleIndex;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;

/**
 * Asks all segments of a tenant through a {@link MatchingIndex}: the same answers as {@link RuleTree}, which still explains
 * single ones. For any number of threads.
 */
public final class IndexedRules implements RuleIndex {

    private final MatchingIndex index;
    private final RuleTree tree;
    private final Queue<Matcher> idle = new ConcurrentLinkedQueue<>();

    private IndexedRules(MatchingIndex index, RuleTree tree) {
        this.index = index;
        this.tree = tree;
    }

    /** @throws IllegalArgumentException when segments refer to one another in a circle */
    public static IndexedRules of(Collection<SegmentRule> segments) {
        return of(segments, List.of(), 0);
    }

    /**
     * @param sample profiles like those that will be asked about, which make the index faster
     * @param now the second at which the sample is looked at
     * @throws IllegalArgumentException when segments refer to one another in a circle
     */
    public static IndexedRules of(Collection<SegmentRule> segments, Collection<Profile> sample, long now) {
        List<ProfileFacts> facts = sample.stream()
                .filter(Profile::mayBeProfiled)
                .map(IndexedRules::facts)
                .toList();
        return new IndexedRules(MatchingIndex.of(segments, facts, now), RuleTree.of(segments));
    }

    /** A profile as an index reads it. */
    public static ProfileFacts facts(Profile profile) {
        return (mergePolicy, reader) -> profile.forEachFact(mergePolicy, reader::attribute, reader::trait);
    }

    @Override
    public Evaluation evaluate(Profile profile, long now) {
        if (!profile.mayBeProfiled()) {
            return Evaluation.NOTHING;
        }
        Matcher free = idle.poll();
        Matcher matcher = free == null ? index.matcher() : free;
        matcher.match(facts(profile), now);
        Evaluation evaluation = matcher.evaluation();
        idle.offer(matcher);
        return evaluation;
    }

    @Override
    public Optional<Explanation> explain(String segment, Profile profile, long now) {
        return tree.explain(segment, profile, now);
    }
}
