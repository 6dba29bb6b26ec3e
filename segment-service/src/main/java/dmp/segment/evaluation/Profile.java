package dmp.segment.evaluation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

import dmp.profile.contract.MergeRule;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.rule.Folder;
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

    private static final int SECONDS_A_DAY = 86_400;

    private final ProfileChanged profile;
    private final Map<MergePolicy, View> policyToView = new HashMap<>(4);

    public Profile(ProfileChanged profile) {
        this.profile = profile;
    }

    /** True when rules may be asked about the identifier. */
    public boolean mayBeProfiled() {
        return !profile.isForgotten() && allowsProfiling(profile.facts().getFirst());
    }

    /**
     * Tells every attribute and every trait that is known through this merge policy at a second, each once, and in the same way as a
     * trait every folder of the taxonomy that rules name.
     */
    public void forEachFact(
            MergePolicy mergePolicy,
            long now,
            Taxonomy taxonomy,
            BiConsumer<String, String> attribute,
            BiConsumer<String, long[]> occurrences) {
        View view = through(mergePolicy, now);
        view.keyToAttribute.forEach((key, known) -> attribute.accept(key, known.value()));
        view.traitToOccurrences.forEach((trait, known) -> occurrences.accept(trait, known.at()));
        for (String folder : taxonomy.folders()) {
            Occurrences known = view.occurrences(folder, taxonomy);
            if (known != Occurrences.NONE) {
                occurrences.accept(folder, known.at());
            }
        }
    }

    String identifier() {
        return profile.identifier();
    }

    /** The identifiers that a merge policy unites at a second, the profile's own first; also such as do not allow profiling. */
    public List<String> identifiers(MergePolicy mergePolicy, long now) {
        return profile.isForgotten() ? List.of() : united(mergePolicy, now).identifiers();
    }

    View through(MergePolicy mergePolicy, long now) {
        View known = policyToView.get(mergePolicy);
        if (known == null || now < known.from || now >= known.until) {
            known = view(mergePolicy, now);
            policyToView.put(mergePolicy, known);
        }
        return known;
    }

    private View view(MergePolicy mergePolicy, long now) {
        if (mergePolicy.equals(MergePolicy.DEVICE_ONLY)) {
            List<Facts> own = profile.facts().subList(0, 1);
            return new View(allowsProfiling(own.getFirst()) ? own : List.of(), Long.MIN_VALUE, Verdict.NEVER);
        }
        MergeRule.United united = united(mergePolicy, now);
        Set<String> identifiers = Set.copyOf(united.identifiers());
        List<Facts> facts = profile.facts().stream()
                .filter(one -> identifiers.contains(one.identifier()))
                .filter(Profile::allowsProfiling)
                .toList();
        return mergePolicy.isAging()
                ? new View(
                        facts,
                        Math.floorDiv(now, SECONDS_A_DAY) * SECONDS_A_DAY,
                        united.until() == MergeRule.NEVER ? Verdict.NEVER : united.until() * SECONDS_A_DAY)
                : new View(facts, Long.MIN_VALUE, Verdict.NEVER);
    }

    private MergeRule.United united(MergePolicy mergePolicy, long now) {
        if (mergePolicy.rule() != null) {
            return mergePolicy.rule().unite(profile, Math.floorDiv(now, SECONDS_A_DAY));
        }
        List<String> identifiers = List.of(profile.facts().getFirst().identifier());
        if (!mergePolicy.equals(MergePolicy.DEVICE_ONLY)) {
            identifiers = profile.mergePolicies().stream()
                    .filter(merged -> merged.mergePolicy().equals(mergePolicy.id()))
                    .findFirst()
                    .map(ProfileChanged.MergedIdentifiers::identifiers)
                    .orElse(identifiers);
        }
        return new MergeRule.United(identifiers, MergeRule.NEVER);
    }

    private static boolean allowsProfiling(Facts facts) {
        return facts.consent() != null && facts.consent().profiling();
    }

    /** The profile through one merge policy, as it is from one second until another. */
    static final class View {

        private final List<Facts> facts;
        private final long from;
        private final long until;
        private final Map<String, Occurrences> traitToOccurrences = new HashMap<>();
        private final Map<String, Attribute> keyToAttribute = new HashMap<>();
        private final Map<String, Occurrences> folderToOccurrences = new HashMap<>(0);
        private final Map<Observed, Occurrences> sourcedToOccurrences = new HashMap<>(0);
        private final Map<Steps, Occurrences> stepsToDone = new HashMap<>(0);

        View(List<Facts> facts, long from, long until) {
            this.facts = facts;
            this.from = from;
            this.until = until;
            facts.forEach(this::add);
        }

        private void add(Facts added) {
            added.attributes()
                    .forEach((key, attribute) -> keyToAttribute.merge(
                            key, attribute, (one, other) -> LATEST.compare(one, other) >= 0 ? one : other));
            for (Realisations realisations : added.realisations()) {
                traitToOccurrences.merge(realisations.trait(), sorted(realisations), View::united);
            }
        }

        /** The first second at which others may be united though nothing new is known; {@link Verdict#NEVER} when there is none. */
        long until() {
            return until;
        }

        /** The facts themselves, for evidence. */
        List<Facts> facts() {
            return facts;
        }

        /** Of a trait, or of any trait in a folder. Asked by one taxonomy only. */
        Occurrences occurrences(String traitOrFolder, Taxonomy taxonomy) {
            return Folder.is(traitOrFolder)
                    ? folderToOccurrences.computeIfAbsent(traitOrFolder, folder -> any(taxonomy.traits(folder)))
                    : traitToOccurrences.getOrDefault(traitOrFolder, Occurrences.NONE);
        }

        /** The smaller of the two is gone through: what is known, or what is in the folder. */
        private Occurrences any(Set<String> traits) {
            return traits.size() < traitToOccurrences.size()
                    ? traits.stream()
                            .map(traitToOccurrences::get)
                            .filter(Objects::nonNull)
                            .reduce(Occurrences.NONE, View::united)
                    : traitToOccurrences.entrySet().stream()
                            .filter(known -> traits.contains(known.getKey()))
                            .map(Map.Entry::getValue)
                            .reduce(Occurrences.NONE, View::united);
        }

        Occurrences occurrences(Observed observed, Taxonomy taxonomy) {
            Occurrences all = occurrences(observed.trait(), taxonomy);
            return observed.sources().isEmpty() || all == Occurrences.NONE
                    ? all
                    : sourcedToOccurrences.computeIfAbsent(observed, _ -> sourced(observed, taxonomy));
        }

        private Occurrences sourced(Observed observed, Taxonomy taxonomy) {
            return facts.stream()
                    .flatMap(known -> known.realisations().stream())
                    .filter(realisations -> taxonomy.isAmong(observed, realisations.trait(), realisations.source()))
                    .map(View::sorted)
                    .reduce(Occurrences.NONE, View::united);
        }

        /** When the steps were done. */
        Occurrences done(Steps steps, Taxonomy taxonomy) {
            Occurrences known = stepsToDone.get(steps);
            if (known == null) {
                known = Sequences.done(steps, observed -> occurrences(observed, taxonomy));
                stepsToDone.put(steps, known);
            }
            return known;
        }

        /** The last known value, or null. */
        Attribute attribute(String key) {
            return keyToAttribute.get(key);
        }

        private static Occurrences sorted(Realisations realisations) {
            return new Occurrences(
                    numbers(realisations.at()),
                    realisations.values().isEmpty() ? null : numbers(realisations.values()));
        }

        private static long[] numbers(List<Long> numbers) {
            long[] all = new long[numbers.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = numbers.get(i);
            }
            return all;
        }

        private static Occurrences united(Occurrences one, Occurrences other) {
            long[] a = one.at();
            long[] b = other.at();
            long[] merged = new long[a.length + b.length];
            long[] values = one.values() == null && other.values() == null ? null : new long[merged.length];
            for (int i = 0, j = 0, k = 0; k < merged.length; k++) {
                boolean isOfOne = j == b.length || (i < a.length && a[i] <= b[j]);
                merged[k] = isOfOne ? a[i] : b[j];
                long[] from = isOfOne ? one.values() : other.values();
                if (from != null) {
                    values[k] = from[isOfOne ? i : j];
                }
                if (isOfOne) {
                    i++;
                } else {
                    j++;
                }
            }
            return new Occurrences(merged, values);
        }
    }
}
