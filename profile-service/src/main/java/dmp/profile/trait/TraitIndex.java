package dmp.profile.trait;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dmp.ingestion.contract.EventCollected;

/**
 * The traits of one tenant, compiled: which of them does an event realise? Looks up what the event carries and tries only
 * the rules found that way. Immutable.
 */
final class TraitIndex {

    static final TraitIndex EMPTY = new TraitIndex(List.of());

    /** Compared by identity: hashing a rule would cost more than trying it. */
    private static final class Candidate {
        private final String trait;
        private final Rule rule;

        private Candidate(String trait, Rule rule) {
            this.trait = trait;
            this.rule = rule;
        }
    }

    private record SourceCode(String source, String code) {}

    /** The rules reached through one signal. */
    private static final class SignalIndex {
        private final Map<String, List<Candidate>> valueToRules = new HashMap<>();
        private final Map<String, List<Candidate>> prefixToRules = new HashMap<>();
        private final TreeSet<Integer> prefixLengths = new TreeSet<>();
        private final List<Candidate> whenPresent = new ArrayList<>();

        private void collect(String value, Set<Candidate> candidates) {
            candidates.addAll(whenPresent);
            candidates.addAll(valueToRules.getOrDefault(value, List.of()));
            for (int length : prefixLengths) {
                if (length > value.length()) {
                    break;
                }
                candidates.addAll(prefixToRules.getOrDefault(value.substring(0, length), List.of()));
            }
        }
    }

    private final Map<String, SignalIndex> signalToIndex = new HashMap<>();
    private final List<Candidate> always = new ArrayList<>();
    private final Map<SourceCode, List<String>> codeToTraits = new HashMap<>();
    private final Map<String, Duration> traitToTtl = new HashMap<>();
    private final Map<String, String> traitToValue = new HashMap<>();

    TraitIndex(Collection<Trait> traits) {
        for (Trait trait : traits) {
            if (trait.ttl() != null) {
                traitToTtl.put(trait.id(), trait.ttl());
            }
            if (trait.value() != null) {
                traitToValue.put(trait.id(), trait.value());
            }
            if (!trait.archived()) {
                add(trait);
            }
        }
    }

    private void add(Trait trait) {
        switch (trait.origin()) {
            case Trait.RuleBased(Rule rule) -> add(new Candidate(trait.id(), rule));
            case Trait.Onboarded(String source, String code) ->
                codeToTraits
                        .computeIfAbsent(new SourceCode(source, code), key -> new ArrayList<>())
                        .add(trait.id());
        }
    }

    private void add(Candidate candidate) {
        Optional<Set<Access>> accesses = Access.of(candidate.rule);
        if (accesses.isEmpty()) {
            always.add(candidate);
            return;
        }
        for (Access access : accesses.get()) {
            SignalIndex index = signalToIndex.computeIfAbsent(access.signal(), key -> new SignalIndex());
            switch (access) {
                case Access.Value(var signal, var value) ->
                    index.valueToRules
                            .computeIfAbsent(value, key -> new ArrayList<>())
                            .add(candidate);
                case Access.Prefix(var signal, var prefix) -> {
                    index.prefixLengths.add(prefix.length());
                    index.prefixToRules
                            .computeIfAbsent(prefix, key -> new ArrayList<>())
                            .add(candidate);
                }
                case Access.Presence(var signal) -> index.whenPresent.add(candidate);
            }
        }
    }

    /**
     * The traits that the event realises, by their ids, each with what the realisation is worth, in millionths. An event that only
     * tells consent realises none.
     */
    Map<String, Long> matching(EventCollected event) {
        Map<String, Long> matching = new HashMap<>();
        if (event.name().equals(EventCollected.CONSENT)) {
            return matching;
        }
        Map<String, String> signals = event.signals();
        Set<Candidate> candidates = new LinkedHashSet<>(always);
        signals.forEach((signal, value) -> {
            SignalIndex index = signalToIndex.get(signal);
            if (index != null) {
                index.collect(value, candidates);
            }
        });
        for (Candidate candidate : candidates) {
            if (candidate.rule.matches(signals)) {
                matching.put(candidate.trait, worth(candidate.trait, signals));
            }
        }
        for (String code : event.onboardedTraits()) {
            codeToTraits
                    .getOrDefault(new SourceCode(event.source(), code), List.of())
                    .forEach(trait -> matching.put(trait, worth(trait, signals)));
        }
        return matching;
    }

    private long worth(String trait, Map<String, String> signals) {
        String value = traitToValue.get(trait);
        return value == null ? 0 : Worth.of(signals.get(value));
    }

    /** Realisations of the trait that are not later than this are no longer part of any view; the lowest long keeps all. */
    long expiredAt(String trait, Instant now) {
        Duration ttl = traitToTtl.get(trait);
        return ttl == null ? Long.MIN_VALUE : now.minus(ttl).toEpochMilli();
    }
}
