package dmp.profile.trait;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something about an event that is easy to look up. A rule's access set has the property that whenever the rule is true,
 * at least one member holds, so a rule need only be tried on events for which one does.
 */
sealed interface Access {

    String signal();

    record Value(String signal, String value) implements Access {}

    record Prefix(String signal, String prefix) implements Access {}

    record Presence(String signal) implements Access {}

    /** The access set of a rule; empty when there is none, so that the rule must be tried on every event. */
    static Optional<Set<Access>> of(Rule rule) {
        return switch (rule) {
            case Rule.All(var rules) ->
                rules.stream().flatMap(part -> of(part).stream()).min(Comparator.comparingInt(Access::cost));
            case Rule.Any(var rules) -> union(rules);
            case Rule.Not ignored -> Optional.empty();
            case Rule.IsIn(var signal, var values) -> {
                Set<Access> accesses = new LinkedHashSet<>();
                values.forEach(value -> accesses.add(new Value(signal, value)));
                yield Optional.of(accesses);
            }
            case Rule.HasPart(var signal, var part, var text) ->
                Optional.of(part == Rule.Part.PREFIX ? Set.of(new Prefix(signal, text)) : Set.of(new Presence(signal)));
            case Rule.Compares(var signal, var comparison, var number) -> Optional.of(Set.of(new Presence(signal)));
            case Rule.Exists(var signal, var expected) ->
                expected ? Optional.of(Set.of(new Presence(signal))) : Optional.empty();
        };
    }

    private static Optional<Set<Access>> union(List<Rule> rules) {
        Set<Access> all = new LinkedHashSet<>();
        for (Rule rule : rules) {
            Optional<Set<Access>> accesses = of(rule);
            if (accesses.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(accesses.get());
        }
        return Optional.of(all);
    }

    /** Roughly how often an event leads to the rule in vain. Event names are few; a value or prefix of anything else is rare. */
    private static int cost(Set<Access> accesses) {
        return accesses.stream()
                .mapToInt(access -> switch (access) {
                    case Value(var signal, var value) -> signal.equals("event.name") ? 20 : 1;
                    case Prefix(var signal, var prefix) -> prefix.length() < 3 ? 30 : 2;
                    case Presence(var signal) -> signal.startsWith("custom.") ? 50 : 200;
                })
                .sum();
    }
}
