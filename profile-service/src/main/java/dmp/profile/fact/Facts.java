package dmp.profile.fact;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.Signal;

/**
 * All that is held about one identifier. An immutable value that depends on the set of events and erasures applied, not on
 * their order or number: {@link #apply} and {@link #erasedAt(long)} are commutative and idempotent. Times are in milliseconds since 1970.
 *
 * @param erasedAt what was observed at or before this moment has been erased and is void; {@link #NEVER} when nothing was
 * @param withdrawnAt consent to profiling was last denied at this moment, which voids what was observed until then
 * @param consent the latest told since the erasure; null when none was
 * @param attributes the last known value of each attribute signal
 * @param realisations the events that realised a trait
 */
public record Facts(
        long erasedAt,
        long withdrawnAt,
        Consent consent,
        SortedMap<String, Attribute> attributes,
        SortedMap<TraitAtSource, Occurrences> realisations) {

    public static final long NEVER = Long.MIN_VALUE;

    /** How many attributes are remembered, those last observed: a source may invent keys without end. */
    public static final int ATTRIBUTES_REMEMBERED = 200;

    public static final Facts NONE =
            new Facts(NEVER, NEVER, null, Collections.emptySortedMap(), Collections.emptySortedMap());

    private static final Comparator<Map.Entry<String, Attribute>> FORGOTTEN_FIRST =
            Map.Entry.<String, Attribute>comparingByValue().thenComparing(Map.Entry.comparingByKey());

    public Facts {
        attributes = Collections.unmodifiableSortedMap(attributes);
        realisations = Collections.unmodifiableSortedMap(realisations);
    }

    /** @param at when it was told */
    public record Consent(boolean profiling, boolean activation, long at) {

        /** The later one; of two told at the same moment, what both allow. */
        private Consent and(Consent other) {
            if (other == null || at > other.at) {
                return this;
            }
            return at < other.at
                    ? other
                    : new Consent(profiling && other.profiling, activation && other.activation, at);
        }
    }

    /** An attribute's value, and the event and source that told it. The greatest wins. */
    public record Attribute(Observation observation, String value, String source) implements Comparable<Attribute> {

        private static final Comparator<Attribute> LATEST_LAST = Comparator.comparing(Attribute::observation)
                .thenComparing(Attribute::value)
                .thenComparing(Attribute::source);

        @Override
        public int compareTo(Attribute other) {
            return LATEST_LAST.compare(this, other);
        }
    }

    /** A trait, and a source whose events realised it. */
    public record TraitAtSource(String trait, String source) implements Comparable<TraitAtSource> {
        @Override
        public int compareTo(TraitAtSource other) {
            int byTrait = trait.compareTo(other.trait);
            return byTrait != 0 ? byTrait : source.compareTo(other.source);
        }
    }

    /**
     * These facts and what an event adds to them.
     *
     * @param traitToWorth the traits that the event realises, by their ids, each with what the realisation is worth, in millionths
     */
    public Facts apply(EventCollected event, Map<String, Long> traitToWorth) {
        long at = event.occurredAt().toEpochMilli();
        if (at <= erasedAt) {
            return this;
        }
        boolean mayProfile = event.consentsToProfiling();
        Consent told = new Consent(mayProfile, event.consent().activation(), at);
        Consent latest = told.and(consent);
        if (!mayProfile) {
            Facts left = at > withdrawnAt ? voidUntil(at) : this;
            return new Facts(erasedAt, Math.max(withdrawnAt, at), latest, left.attributes, left.realisations);
        }
        if (at <= withdrawnAt || !event.mayBeRemembered()) {
            return new Facts(erasedAt, withdrawnAt, latest, attributes, realisations);
        }
        Observation observation = Observation.of(at, event.id());
        return new Facts(
                erasedAt,
                withdrawnAt,
                latest,
                withAttributes(event, observation),
                withRealisations(event.source(), observation, traitToWorth));
    }

    /** These facts, as if the event had not realised the trait. */
    public Facts unrealised(EventCollected event, String trait) {
        TraitAtSource traitAtSource = new TraitAtSource(trait, event.source());
        Occurrences known = realisations.getOrDefault(traitAtSource, Occurrences.NONE);
        Occurrences left = known.without(Observation.of(event.occurredAt().toEpochMilli(), event.id()));
        if (left.equals(known)) {
            return this;
        }
        SortedMap<TraitAtSource, Occurrences> result = new TreeMap<>(realisations);
        if (left.isEmpty()) {
            result.remove(traitAtSource);
        } else {
            result.put(traitAtSource, left);
        }
        return new Facts(erasedAt, withdrawnAt, consent, attributes, result);
    }

    /** Everything observed at or before the moment is gone, consent included, and stays away if it is told of again. */
    public Facts erasedAt(long moment) {
        if (moment <= erasedAt) {
            return this;
        }
        Facts left = voidUntil(moment);
        return new Facts(
                moment,
                withdrawnAt > moment ? withdrawnAt : NEVER,
                consent != null && consent.at() > moment ? consent : null,
                left.attributes,
                left.realisations);
    }

    /** Without the realisations of each trait that are not later than a moment; {@link #NEVER} keeps all. */
    public Facts withoutExpired(ToLongFunction<String> traitToMoment) {
        boolean isAllKept = realisations.entrySet().stream().noneMatch(entry -> entry.getValue()
                .reachesBackTo(traitToMoment.applyAsLong(entry.getKey().trait())));
        if (isAllKept) {
            return this;
        }
        SortedMap<TraitAtSource, Occurrences> kept = new TreeMap<>(realisations);
        kept.replaceAll(
                (traitAtSource, occurrences) -> occurrences.after(traitToMoment.applyAsLong(traitAtSource.trait())));
        kept.values().removeIf(Occurrences::isEmpty);
        return new Facts(erasedAt, withdrawnAt, consent, attributes, kept);
    }

    /** Nothing observed until this moment counts, for whatever reason. */
    public long voidBefore() {
        return Math.max(erasedAt, withdrawnAt);
    }

    /** The identifier was erased and nothing has been told of it since. */
    public boolean isErased() {
        return erasedAt != NEVER && consent == null;
    }

    private Facts voidUntil(long moment) {
        SortedMap<String, Attribute> attributesLeft = new TreeMap<>(attributes);
        attributesLeft.values().removeIf(attribute -> attribute.observation().at() <= moment);
        SortedMap<TraitAtSource, Occurrences> realisationsLeft = new TreeMap<>(realisations);
        realisationsLeft.replaceAll((traitAtSource, occurrences) -> occurrences.after(moment));
        realisationsLeft.values().removeIf(Occurrences::isEmpty);
        return new Facts(erasedAt, withdrawnAt, consent, attributesLeft, realisationsLeft);
    }

    private SortedMap<String, Attribute> withAttributes(EventCollected event, Observation observation) {
        SortedMap<String, Attribute> result = new TreeMap<>(attributes);
        event.signals().forEach((key, value) -> {
            if (Signal.isAttribute(key)) {
                result.merge(key, new Attribute(observation, value, event.source()), Facts::later);
            }
        });
        while (result.size() > ATTRIBUTES_REMEMBERED) {
            result.remove(result.entrySet().stream()
                    .min(FORGOTTEN_FIRST)
                    .orElseThrow()
                    .getKey());
        }
        return result;
    }

    private static Attribute later(Attribute one, Attribute other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private SortedMap<TraitAtSource, Occurrences> withRealisations(
            String source, Observation observation, Map<String, Long> traitToWorth) {
        if (traitToWorth.isEmpty()) {
            return realisations;
        }
        SortedMap<TraitAtSource, Occurrences> result = new TreeMap<>(realisations);
        traitToWorth.forEach((trait, worth) -> result.compute(
                new TraitAtSource(trait, source),
                (key, occurrences) -> (occurrences == null ? Occurrences.NONE : occurrences).with(observation, worth)));
        return result;
    }
}
