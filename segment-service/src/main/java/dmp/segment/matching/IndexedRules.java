package dmp.segment.matching;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.Evaluation.Held;
import dmp.segment.evaluation.Explanation;
import dmp.segment.evaluation.Profile;
import dmp.segment.evaluation.RuleIndex;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Dependencies;

/**
 * Asks all segments of a tenant through a {@link MatchingIndex}: the same answers as {@link RuleTree}, which still explains
 * single ones. Immutable, for any number of threads.
 *
 * <p>To build an index takes a moment, so a few rules that have changed since are walked beside it: {@link #amended}.
 */
public final class IndexedRules implements RuleIndex {

    private final MatchingIndex index;
    private final RuleTree tree;

    /** Those that the index does not know, or knows otherwise. */
    private final List<SegmentRule> amendments;

    /** The numbers that the index has for rules that are no longer so. */
    private final BitSet outdated;

    private final int changed;
    private final Queue<Matcher> idle = new ConcurrentLinkedQueue<>();

    private IndexedRules(
            MatchingIndex index, RuleTree tree, List<SegmentRule> amendments, BitSet outdated, int changed) {
        this.index = index;
        this.tree = tree;
        this.amendments = amendments;
        this.outdated = outdated;
        this.changed = changed;
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
        return new IndexedRules(
                MatchingIndex.of(segments, facts, now), RuleTree.of(segments), List.of(), new BitSet(0), 0);
    }

    /**
     * These segments instead, by the same index: those whose rules have changed since it was built, or refer to such, are
     * walked.
     *
     * @throws IllegalArgumentException when segments refer to one another in a circle
     */
    public IndexedRules amended(Collection<SegmentRule> segments) {
        RuleTree amended = RuleTree.of(segments);
        Set<String> affected = new HashSet<>();
        for (SegmentRule indexed : index.rules) {
            if (!indexed.equals(amended.segment(indexed.segment()).orElse(null))) {
                affected.add(indexed.segment());
            }
        }
        List<SegmentRule> amendments = new ArrayList<>();
        for (SegmentRule segment : amended.segments()) {
            if (affected.contains(segment.segment())
                    || index.number(segment.segment()) == MatchingIndex.NONE
                    || Dependencies.of(segment.rule()).segments().stream().anyMatch(affected::contains)) {
                affected.add(segment.segment());
                amendments.add(segment);
            }
        }
        BitSet outdated = new BitSet(index.size());
        affected.stream()
                .mapToInt(index::number)
                .filter(number -> number != MatchingIndex.NONE)
                .forEach(outdated::set);
        return new IndexedRules(index, amended, List.copyOf(amendments), outdated, affected.size());
    }

    /** How many rules have changed since the index was built, or refer to such. */
    public int changed() {
        return changed;
    }

    /** All segments, in no order that means anything. */
    public Collection<SegmentRule> segments() {
        return tree.segments();
    }

    /** The same rules, to be asked one by one. */
    public RuleTree tree() {
        return tree;
    }

    public Optional<SegmentRule> segment(String id) {
        return tree.segment(id);
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
        Matcher matcher = free == null ? index.matcher(outdated) : free;
        Evaluation indexed = matcher.match(facts(profile), now).evaluation();
        idle.offer(matcher);
        return amendments.isEmpty() ? indexed : and(indexed, tree.evaluate(amendments, profile, now));
    }

    private static Evaluation and(Evaluation one, Evaluation other) {
        List<Held> held = new ArrayList<>(one.held());
        held.addAll(other.held());
        held.sort(Comparator.comparing(Held::segment));
        return new Evaluation(held, Math.min(one.nextChange(), other.nextChange()));
    }

    @Override
    public Optional<Explanation> explain(String segment, Profile profile, long now) {
        return tree.explain(segment, profile, now);
    }
}
