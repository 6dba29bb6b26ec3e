package dmp.segment.membership;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

import dmp.profile.contract.ProfileChanged;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.Profile;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.membership.StateCodec.Glimpse;
import dmp.segment.membership.StateCodec.Wanted;
import dmp.segment.running.FreshContext;

/** Asks a rule about stored profiles without deciding anything. */
@ApplicationScoped
public class Census {

    private final MembershipStore store;

    Census(MembershipStore store) {
        this.store = store;
    }

    /**
     * How many a rule holds of.
     *
     * @param matching identifiers of which it holds
     * @param activatable those of them whose own consent lets networks be told
     * @param namespaceToMatching the same as {@code matching}, by the identifiers' namespace
     */
    public record Counts(long matching, long activatable, Map<String, Long> namespaceToMatching) {

        public static final Counts NONE = new Counts(0, 0, Map.of());

        public Counts plus(Counts other) {
            Map<String, Long> sum = new TreeMap<>(namespaceToMatching);
            other.namespaceToMatching.forEach((namespace, count) -> sum.merge(namespace, count, Long::sum));
            return new Counts(matching + other.matching, activatable + other.activatable, sum);
        }
    }

    /**
     * @param identifierKeys of one tenant
     * @param rule one of the tree's
     * @param namespaces only their identifiers count; all when it is empty
     * @param now in seconds since 1970
     */
    public Uni<Counts> count(
            String tenant,
            List<String> identifierKeys,
            SegmentRule rule,
            RuleTree tree,
            Set<String> namespaces,
            long now) {
        return glimpses(tenant, identifierKeys, Wanted.by(List.of(rule), tree, List.of()), glimpses -> {
            Counter counter = new Counter(rule, tree, namespaces, now);
            glimpses.forEach(counter::ask);
            return counter.counts();
        });
    }

    /** Asks about what is stored of these identifiers, off the event loop. */
    private <T> Uni<T> glimpses(
            String tenant, List<String> identifierKeys, Wanted wanted, Function<Stream<Glimpse>, T> question) {
        return store.readEncoded(tenant, identifierKeys)
                .emitOn(Infrastructure.getDefaultExecutor())
                .map(encoded -> question.apply(IntStream.range(0, identifierKeys.size())
                        .filter(i -> encoded.states().get(i) != null)
                        .mapToObj(i -> StateCodec.glimpse(
                                tenant,
                                identifierKeys.get(i).substring(tenant.length() + 1),
                                encoded.states().get(i),
                                encoded.dictionary(),
                                wanted))))
                .emitOn(FreshContext.current());
    }

    /**
     * Whom two merge policies unite differently.
     *
     * @param changed how many of those that were asked
     * @param examples some of them
     */
    public record Comparison(long changed, List<Example> examples) {

        private static final int EXAMPLES = 10;

        public static final Comparison NONE = new Comparison(0, List.of());

        public Comparison plus(Comparison other) {
            return new Comparison(
                    changed + other.changed,
                    Stream.concat(examples.stream(), other.examples.stream())
                            .limit(EXAMPLES)
                            .toList());
        }
    }

    /**
     * @param before whom the one policy unites, the identifier first
     * @param after whom the other does
     */
    public record Example(String identifier, List<String> before, List<String> after) {}

    /**
     * @param identifierKeys of one tenant
     * @param now in seconds since 1970
     */
    public Uni<Comparison> compare(
            String tenant, List<String> identifierKeys, MergePolicy before, MergePolicy after, long now) {
        return glimpses(tenant, identifierKeys, Wanted.NOTHING, glimpses -> {
            List<Example> changed = glimpses.map(glimpse -> example(glimpse.profile(), before, after, now))
                    .filter(example -> !Set.copyOf(example.before()).equals(Set.copyOf(example.after())))
                    .toList();
            return new Comparison(changed.size(), changed).plus(Comparison.NONE);
        });
    }

    private static Example example(ProfileChanged stored, MergePolicy before, MergePolicy after, long now) {
        Profile profile = new Profile(stored);
        return new Example(stored.identifier(), profile.identifiers(before, now), profile.identifiers(after, now));
    }

    private static final class Counter {

        private final SegmentRule rule;
        private final RuleTree tree;
        private final Set<String> namespaces;
        private final long now;
        private final Map<String, Long> namespaceToMatching = new TreeMap<>();
        private long matching;
        private long activatable;

        Counter(SegmentRule rule, RuleTree tree, Set<String> namespaces, long now) {
            this.rule = rule;
            this.tree = tree;
            this.namespaces = namespaces;
            this.now = now;
        }

        void ask(Glimpse glimpse) {
            String namespace = namespace(glimpse.profile().identifier());
            boolean counts = namespaces.isEmpty() || namespaces.contains(namespace);
            if (counts
                    && !glimpse.profile().isForgotten()
                    && !tree.evaluate(List.of(rule), new Profile(glimpse.profile()), now)
                            .held()
                            .isEmpty()) {
                matching++;
                activatable += MembershipState.activationAllowed(glimpse.profile()) ? 1 : 0;
                namespaceToMatching.merge(namespace, 1L, Long::sum);
            }
        }

        /** All but the value: {@code partner:crm:77} is in {@code partner:crm}. */
        private static String namespace(String identifier) {
            int first = identifier.indexOf(':');
            int second = identifier.startsWith("partner:") ? identifier.indexOf(':', first + 1) : -1;
            return identifier.substring(0, second < 0 ? first : second);
        }

        Counts counts() {
            return new Counts(matching, activatable, namespaceToMatching);
        }
    }
}
