package dmp.segment.evaluation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.rule.Observed;
import dmp.segment.rule.Steps;

/**
 * What rules see of one identifier. Under each merge policy, the facts that the policy unites are read together; facts
 * without consent to profiling count for nothing. When the identifier's own consent does not allow profiling, it has no
 * profile at all: not even a negated rule holds of it.
 *
 * <p>For one thread.
 */
public final class Profile {

    /** The later value wins; of two told in the same millisecond, the greater, so that every order of reading agrees. */
    private static final Comparator<Attribute> LATEST = Comparator.comparingLong(
                    (Attribute attribute) -> attribute.at().toEpochMilli())
            .thenComparing(Attribute::value);

    private final ProfileChanged profile;
    private final Map<String, View> policyToView = new HashMap<>(4);

    public Profile(ProfileChanged profile) {
        this.profile = profile;
    }

    /** True when rules may be asked about the identifier. */
    public boolean mayBeProfiled() {
        return !profile.isForgotten() && allowsProfiling(profile.facts().getFirst());
    }

    /** Tells every attribute and every trait that is known through this merge policy, each once. */
    public void forEachFact(
            String mergePolicy, BiConsumer<String, String> attribute, BiConsumer<String, long[]> occurrences) {
        View view = through(mergePolicy);
        view.keyToAttribute.forEach((key, known) -> attribute.accept(key, known.value()));
        view.traitToOccurrences.forEach((trait, known) -> occurrences.accept(trait, known.at()));
    }

    String identifier() {
        return profile.identifier();
    }

    View through(String mergePolicy) {
        return policyToView.computeIfAbsent(mergePolicy, policy -> new View(united(policy)));
    }

    /** The facts that count. A policy that the profile does not name unites nothing, so the own facts remain. */
    private List<Facts> united(String mergePolicy) {
        Set<String> identifiers = profile.mergePolicies().stream()
                .filter(_ -> !mergePolicy.equals(ProfileChanged.DEVICE_ONLY))
                .filter(merged -> merged.mergePolicy().equals(mergePolicy))
                .findFirst()
                .map(merged -> Set.copyOf(merged.identifiers()))
                .orElse(Set.of());
        return profile.facts().stream()
                .filter(facts -> facts == profile.facts().getFirst() || identifiers.contains(facts.identifier()))
                .filter(Profile::allowsProfiling)
                .toList();
    }

    private static boolean allowsProfiling(Facts facts) {
        return facts.consent() != null && facts.consent().profiling();
    }

    /** The profile through one merge policy. */
    static final class View {

        private final List<Facts> facts;
        private final Map<String, Occurrences> traitToOccurrences = new HashMap<>();
        private final Map<String, Attribute> keyToAttribute = new HashMap<>();
        private final Map<Observed, Occurrences> sourcedToOccurrences = new HashMap<>(0);
        private final Map<Steps, Occurrences> stepsToDone = new HashMap<>(0);

        View(List<Facts> facts) {
            this.facts = facts;
            facts.forEach(this::add);
        }

        private void add(Facts added) {
            added.attributes()
                    .forEach((key, attribute) -> keyToAttribute.merge(
                            key, attribute, (one, other) -> LATEST.compare(one, other) >= 0 ? one : other));
            for (Realisations realisations : added.realisations()) {
                traitToOccurrences.merge(realisations.trait(), sorted(realisations.at()), View::united);
            }
        }

        /** The facts themselves, for evidence. */
        List<Facts> facts() {
            return facts;
        }

        Occurrences occurrences(String trait) {
            return traitToOccurrences.getOrDefault(trait, Occurrences.NONE);
        }

        Occurrences occurrences(Observed observed) {
            Occurrences all = occurrences(observed.trait());
            return observed.sources().isEmpty() || all == Occurrences.NONE
                    ? all
                    : sourcedToOccurrences.computeIfAbsent(observed, this::sourced);
        }

        private Occurrences sourced(Observed observed) {
            return facts.stream()
                    .flatMap(known -> known.realisations().stream())
                    .filter(realisations -> observed.isFrom(realisations.trait(), realisations.source()))
                    .map(realisations -> sorted(realisations.at()))
                    .reduce(Occurrences.NONE, View::united);
        }

        /** When the steps were done. */
        Occurrences done(Steps steps) {
            Occurrences known = stepsToDone.get(steps);
            if (known == null) {
                known = Sequences.done(steps, this::occurrences);
                stepsToDone.put(steps, known);
            }
            return known;
        }

        /** The last known value, or null. */
        Attribute attribute(String key) {
            return keyToAttribute.get(key);
        }

        private static Occurrences sorted(List<Long> at) {
            long[] seconds = new long[at.size()];
            for (int i = 0; i < seconds.length; i++) {
                seconds[i] = at.get(i);
            }
            return new Occurrences(seconds);
        }

        private static Occurrences united(Occurrences one, Occurrences other) {
            long[] a = one.at();
            long[] b = other.at();
            long[] merged = new long[a.length + b.length];
            for (int i = 0, j = 0, k = 0; k < merged.length; k++) {
                merged[k] = j == b.length || (i < a.length && a[i] <= b[j]) ? a[i++] : b[j++];
            }
            return new Occurrences(merged);
        }
    }
}
