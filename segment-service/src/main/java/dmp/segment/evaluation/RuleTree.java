package dmp.segment.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dmp.segment.evaluation.Evaluation.Held;
import dmp.segment.rule.Dependencies;

/**
 * Walks the tree of every rule: cost grows with the number of rules. Segments come in topological order, a segment after
 * those it refers to; a reference to a segment that is not there holds of nobody.
 */
public final class RuleTree implements RuleIndex {

    private final Map<String, SegmentRule> idToSegment;
    private final Aging aging;
    private final Taxonomy taxonomy;

    private RuleTree(Map<String, SegmentRule> idToSegment, Taxonomy taxonomy) {
        this.idToSegment = idToSegment;
        this.aging = new Aging(idToSegment.values());
        this.taxonomy = taxonomy.askedBy(idToSegment.values());
    }

    /** @throws IllegalArgumentException when segments refer to one another in a circle */
    public static RuleTree of(Collection<SegmentRule> segments) {
        return of(segments, Taxonomy.EMPTY);
    }

    /**
     * @param taxonomy of the tenant's traits
     * @throws IllegalArgumentException when segments refer to one another in a circle
     */
    public static RuleTree of(Collection<SegmentRule> segments, Taxonomy taxonomy) {
        Map<String, SegmentRule> all = new TreeMap<>();
        segments.forEach(segment -> all.put(segment.segment(), segment));
        Map<String, SegmentRule> sorted = new LinkedHashMap<>();
        all.values().forEach(segment -> add(segment, all, sorted, new ArrayList<>()));
        return new RuleTree(sorted, taxonomy);
    }

    private static void add(
            SegmentRule segment, Map<String, SegmentRule> all, Map<String, SegmentRule> sorted, List<String> path) {
        if (sorted.containsKey(segment.segment())) {
            return;
        }
        if (path.contains(segment.segment())) {
            throw new IllegalArgumentException("segments refer to one another in a circle: " + path);
        }
        path.add(segment.segment());
        for (String id : Dependencies.of(segment.rule()).segments()) {
            SegmentRule referred = all.get(id);
            if (referred != null) {
                add(referred, all, sorted, path);
            }
        }
        path.removeLast();
        sorted.put(segment.segment(), segment);
    }

    @Override
    public Evaluation evaluate(Profile profile, long now) {
        return evaluate(idToSegment.values(), profile, now);
    }

    /** As {@link #evaluate(Profile, long)}, of some of the segments only. */
    public Evaluation evaluate(Collection<SegmentRule> segments, Profile profile, long now) {
        if (!profile.mayBeProfiled()) {
            return Evaluation.NOTHING;
        }
        RuleInterpreter interpreter = new RuleInterpreter(this, profile, now);
        List<Held> held = new ArrayList<>();
        long nextChange = Verdict.NEVER;
        for (SegmentRule segment : segments) {
            Verdict verdict = interpreter.verdict(segment);
            nextChange = Math.min(nextChange, verdict.until());
            if (verdict.holds()) {
                held.add(new Held(segment.segment(), segment.ruleVersion(), verdict.until()));
            }
        }
        held.sort(Comparator.comparing(Held::segment));
        return aging.cut(new Evaluation(held, nextChange), profile, now);
    }

    /** Which traits are in the folders that the rules name. */
    public Taxonomy taxonomy() {
        return taxonomy;
    }

    /** Which segments look through views that change by themselves. */
    public Aging aging() {
        return aging;
    }

    /** These segments, those of them that there are, and all that refer to them, each after those it refers to. */
    public List<SegmentRule> withReferring(Set<String> segments) {
        Set<String> affected = new HashSet<>(segments);
        List<SegmentRule> found = new ArrayList<>();
        for (SegmentRule segment : idToSegment.values()) {
            if (affected.contains(segment.segment())
                    || Dependencies.of(segment.rule()).segments().stream().anyMatch(affected::contains)) {
                affected.add(segment.segment());
                found.add(segment);
            }
        }
        return found;
    }

    /** One more segment, which need not be saved, and all it refers to. */
    public RuleTree alone(SegmentRule segment) {
        List<SegmentRule> rules = Dependencies.of(segment.rule()).segments().stream()
                .flatMap(id -> segment(id).stream())
                .toList();
        List<SegmentRule> all = new ArrayList<>(withReferred(rules));
        all.add(segment);
        return of(all, taxonomy);
    }

    /** These segments and all they refer to. */
    public Collection<SegmentRule> withReferred(Collection<SegmentRule> segments) {
        Map<String, SegmentRule> found = new LinkedHashMap<>();
        segments.forEach(segment -> add(segment, idToSegment, found, new ArrayList<>()));
        return found.values();
    }

    /** All segments, each after those it refers to. */
    public Collection<SegmentRule> segments() {
        return Collections.unmodifiableCollection(idToSegment.values());
    }

    @Override
    public Optional<Explanation> explain(String segment, Profile profile, long now) {
        return segment(segment).map(rule -> new Explainer(this, rule, profile, now).explain());
    }

    @Override
    public Optional<SegmentRule> segment(String id) {
        return Optional.ofNullable(idToSegment.get(id));
    }
}
