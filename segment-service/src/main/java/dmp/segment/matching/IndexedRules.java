package dmp.segment.matching;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
import dmp.segment.evaluation.Taxonomy;
import dmp.segment.rule.Dependencies;

/**
 * Asks all segments of a tenant through a {@link MatchingIndex}: the same answers as {@link RuleTree}, which still explains
 * single ones. Immutable, for any number of threads.
 *
 * <p>Rules that say what an index has no cells for are in it {@linkplain Relaxation relaxed}, and walked when that may hold.
 *
 * <p>To build an index takes a moment, so a few rules that have changed since are walked beside it: {@link #amended}.
 */
public final class IndexedRules implements RuleIndex {

    private final Known known;
    private final RuleTree tree;

    /** Those that the index does not know, or knows otherwise. */
    private final List<SegmentRule> amendments;

    /** The numbers that the index has for rules that are no longer so. */
    private final BitSet outdated;

    private final int changed;
    private final Queue<Matcher> idle = new ConcurrentLinkedQueue<>();

    /**
     * What was indexed.
     *
     * @param rules as they were written, in the order of the index
     * @param open those that are to be asked when their relaxed rule may hold
     */
    private record Known(MatchingIndex index, List<SegmentRule> rules, OpenRules open) {}

    private IndexedRules(Known known, RuleTree tree, List<SegmentRule> amendments, BitSet outdated, int changed) {
        this.known = known;
        this.tree = tree;
        this.amendments = amendments;
        this.outdated = outdated;
        this.changed = changed;
    }

    /** @throws IllegalArgumentException when segments refer to one another in a circle */
    public static IndexedRules of(Collection<SegmentRule> segments) {
        return of(segments, Taxonomy.EMPTY);
    }

    /**
     * @param taxonomy of the tenant's traits
     * @throws IllegalArgumentException when segments refer to one another in a circle
     */
    public static IndexedRules of(Collection<SegmentRule> segments, Taxonomy taxonomy) {
        return of(segments, taxonomy, List.of(), 0);
    }

    /**
     * @param taxonomy of the tenant's traits
     * @param sample profiles like those that will be asked about, which make the index faster
     * @param now the second at which the sample is looked at
     * @throws IllegalArgumentException when segments refer to one another in a circle
     */
    public static IndexedRules of(
            Collection<SegmentRule> segments, Taxonomy taxonomy, Collection<Profile> sample, long now) {
        RuleTree tree = RuleTree.of(segments, taxonomy);
        List<ProfileFacts> facts = sample.stream()
                .filter(Profile::mayBeProfiled)
                .map(profile -> facts(profile, now, tree.taxonomy()))
                .toList();
        return new IndexedRules(known(segments, facts, now), tree, List.of(), new BitSet(0), 0);
    }

    private static Known known(Collection<SegmentRule> segments, List<ProfileFacts> sample, long now) {
        List<SegmentRule> rules = segments.stream()
                .sorted(Comparator.comparing(SegmentRule::segment))
                .toList();
        Map<String, Relaxation.Relaxed> segmentToRelaxed = Relaxation.of(rules);
        List<SegmentRule> relaxed = new ArrayList<>(rules.size());
        BitSet open = new BitSet(rules.size());
        for (SegmentRule rule : rules) {
            Relaxation.Relaxed words = segmentToRelaxed.get(rule.segment());
            open.set(relaxed.size(), !words.exact());
            relaxed.add(
                    words.rule() == rule.rule()
                            ? rule
                            : new SegmentRule(rule.segment(), rule.ruleVersion(), rule.mergePolicy(), words.rule()));
        }
        MatchingIndex index = MatchingIndex.of(relaxed, sample, now);
        return new Known(index, rules, new OpenRules(rules, open, index));
    }

    /**
     * These segments instead, by the same index: those whose rules have changed since it was built, or refer to such, are
     * walked.
     *
     * @throws IllegalArgumentException when segments refer to one another in a circle
     */
    public IndexedRules amended(Collection<SegmentRule> segments, Taxonomy taxonomy) {
        RuleTree amended = RuleTree.of(segments, taxonomy);
        Set<String> affected = new HashSet<>();
        for (SegmentRule indexed : known.rules) {
            if (!indexed.equals(amended.segment(indexed.segment()).orElse(null))) {
                affected.add(indexed.segment());
            }
        }
        List<SegmentRule> amendments = new ArrayList<>();
        for (SegmentRule segment : amended.segments()) {
            if (affected.contains(segment.segment())
                    || known.index.number(segment.segment()) == MatchingIndex.NONE
                    || Dependencies.of(segment.rule()).segments().stream().anyMatch(affected::contains)) {
                affected.add(segment.segment());
                amendments.add(segment);
            }
        }
        BitSet outdated = new BitSet(known.index.size());
        affected.stream()
                .mapToInt(known.index::number)
                .filter(number -> number != MatchingIndex.NONE)
                .forEach(outdated::set);
        return new IndexedRules(known, amended, List.copyOf(amendments), outdated, affected.size());
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

    @Override
    public Optional<SegmentRule> segment(String id) {
        return tree.segment(id);
    }

    /** A profile as an index reads it at a second. */
    private static ProfileFacts facts(Profile profile, long now, Taxonomy taxonomy) {
        return (mergePolicy, reader) ->
                profile.forEachFact(mergePolicy, now, taxonomy, reader::attribute, reader::trait);
    }

    @Override
    public Evaluation evaluate(Profile profile, long now) {
        if (!profile.mayBeProfiled()) {
            return Evaluation.NOTHING;
        }
        Matcher free = idle.poll();
        Matcher matcher = free == null ? known.index.matcher(decidedElsewhere()) : free;
        Evaluation indexed =
                matcher.match(facts(profile, now, tree.taxonomy()), now).evaluation();
        List<SegmentRule> walked = amendments;
        if (!known.open.isEmpty()) {
            walked = new ArrayList<>(amendments);
            known.open.addTo(walked, matcher, outdated);
        }
        idle.offer(matcher);
        return tree.aging()
                .cut(walked.isEmpty() ? indexed : and(indexed, tree.evaluate(walked, profile, now)), profile, now);
    }

    /** The numbers of rules about which the index alone does not decide. */
    private BitSet decidedElsewhere() {
        BitSet elsewhere = (BitSet) outdated.clone();
        elsewhere.or(known.open.numbers());
        return elsewhere;
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
