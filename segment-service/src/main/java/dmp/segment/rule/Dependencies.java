package dmp.segment.rule;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What a rule refers to.
 *
 * @param traits by their ids
 * @param traits by their ids, those behind events as well
 * @param folders in which any trait is meant
 * @param events the conditions on events that it states, by the ids of the traits behind them
 */
public record Dependencies(
        Set<String> traits,
        Set<String> folders,
        @JsonIgnore Map<String, EventRule> events,
        Set<String> attributes,
        Set<String> segments,
        Set<String> sources) {

    public static final Dependencies NONE =
            new Dependencies(Set.of(), Set.of(), Map.of(), Set.of(), Set.of(), Set.of());

    public static Dependencies of(Rule rule) {
        Dependencies found = new Dependencies(
                new TreeSet<>(), new TreeSet<>(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        found.add(rule);
        return found;
    }

    private void add(Rule rule) {
        switch (rule) {
            case Rule.All all -> all.rules().forEach(this::add);
            case Rule.Any any -> any.rules().forEach(this::add);
            case Rule.Not not -> add(not.rule());
            case Rule.Trait trait -> add(trait.id());
            case Rule.Sourced sourced -> add(sourced.observed());
            case Rule.Endpoint endpoint -> add(endpoint.observed());
            case Rule.Sum sum -> add(sum.observed());
            case Rule.Sequence sequence -> sequence.steps().observed().forEach(this::add);
            case Rule.Attribute attribute -> attributes.add(attribute.key());
            case Rule.Segment segment -> segments.add(segment.id());
            case Rule.Sample _ -> {}
            case Rule.Score score -> score.terms().forEach(term -> add(term.rule()));
        }
    }

    private void add(String traitOrFolder) {
        (Folder.is(traitOrFolder) ? folders : traits).add(traitOrFolder);
    }

    private void add(Observed observed) {
        add(observed.trait());
        if (observed.event() != null) {
            events.put(observed.trait(), observed.event());
        }
        sources.addAll(observed.sources());
    }
}
