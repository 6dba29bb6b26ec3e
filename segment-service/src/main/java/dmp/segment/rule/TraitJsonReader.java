package dmp.segment.rule;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.segment.rule.Rule.Endpoint.End;

/** Reads the JSON form of conditions on traits, see {@link RuleJson}. */
final class TraitJsonReader {

    private static final Set<String> FREQUENCIES = Set.of("atLeast", "atMost", "exactly", "between");
    private static final Set<String> EVENT_KINDS = Set.of("all", "any", "not", "signal");
    private static final Set<String> STEP_KINDS =
            Set.of("trait", "under", "event", "without", "withoutUnder", "withoutEvent");
    private static final Set<String> STEP =
            Set.of("trait", "under", "event", "without", "withoutUnder", "withoutEvent", "source", "within");
    private static final Set<String> AMOUNTS = Set.of("atLeast", "atMost", "between");
    private static final Set<String> RECENCIES = Set.of("within", "since", "before", "during");

    private final Vocabulary vocabulary;
    private final JsonProperties properties;
    private final ConstraintJsonReader constraints;

    TraitJsonReader(Vocabulary vocabulary, JsonProperties properties, ConstraintJsonReader constraints) {
        this.vocabulary = vocabulary;
        this.properties = properties;
        this.constraints = constraints;
    }

    /** @param property names the trait, or the folder of any trait */
    Optional<Rule> trait(JsonNode json, String at, String property) {
        properties.refuseOthers(json, at, timed(FREQUENCIES, property, "source", "occurrence"));
        Optional<Observed> observed = observed(json, at, property);
        if (json.has("occurrence")) {
            return endpoint(json, at, observed);
        }
        Optional<Frequency> frequency = frequency(json, at);
        Optional<Recency> recency = recency(json, at);
        if (observed.isEmpty() || frequency.isEmpty() || recency.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                observed.get().isPlain()
                        ? new Rule.Trait(observed.get().trait(), frequency.get(), recency.get())
                        : new Rule.Sourced(observed.get(), frequency.get(), recency.get()));
    }

    private Optional<Rule> endpoint(JsonNode json, String at, Optional<Observed> observed) {
        Optional<End> end =
                switch (json.get("occurrence").asText()) {
                    case "first" -> Optional.of(End.FIRST);
                    case "last" -> Optional.of(End.LAST);
                    default ->
                        properties.refuse(at + "/occurrence", "rule-type", "This is \"first\" or \"last\".", null);
                };
        Optional<Frequency> frequency = frequency(json, at)
                .filter(found -> found.equals(Frequency.ONCE) || found.equals(Frequency.NEVER))
                .or(() -> properties.refuse(
                        at,
                        "rule-ambiguous",
                        "The first and the last occurrence are one each: say \"exactly\": 0 or nothing."));
        Optional<Recency> recency = recency(json, at)
                .filter(found -> !found.equals(Recency.EVER))
                .or(() -> properties.refuse(
                        at, "rule-ambiguous", "Use one of " + String.join(", ", new TreeSet<>(RECENCIES)) + "."));
        return end.isPresent() && observed.isPresent() && frequency.isPresent() && recency.isPresent()
                ? Optional.of(new Rule.Endpoint(
                        end.get(), observed.get(), frequency.get().equals(Frequency.ONCE), recency.get()))
                : Optional.empty();
    }

    Optional<Rule> sequence(JsonNode json, String at) {
        properties.refuseOthers(json, at, timed(FREQUENCIES, "sequence"));
        Optional<Steps> steps = steps(json.get("sequence"), at + "/sequence");
        Optional<Frequency> frequency = frequency(json, at);
        Optional<Recency> recency = recency(json, at);
        return steps.isPresent() && frequency.isPresent() && recency.isPresent()
                ? Optional.of(new Rule.Sequence(steps.get(), frequency.get(), recency.get()))
                : Optional.empty();
    }

    Optional<Rule> sum(JsonNode json, String at) {
        properties.refuseOthers(json, at, timed(AMOUNTS, "sum"));
        JsonNode summed = json.get("sum");
        String below = at + "/sum";
        if (!summed.isObject()) {
            return properties.refuse(below, "rule-type", "What is summed up is an object such as {\"trait\": \"…\"}.");
        }
        properties.refuseOthers(summed, below, Set.of("trait", "under", "source"));
        Optional<Observed> observed = properties
                .one(summed, below, Set.of("trait", "under"), false)
                .flatMap(property -> observed(summed, below, property, vocabulary::refuseSummed));
        Optional<Amount> amount = properties
                .one(json, at, AMOUNTS, false)
                .flatMap(property -> amount(property, json.get(property), at + "/" + property));
        Optional<Recency> recency = recency(json, at);
        return observed.isPresent() && amount.isPresent() && recency.isPresent()
                ? Optional.of(new Rule.Sum(observed.get(), amount.get(), recency.get()))
                : Optional.empty();
    }

    private Optional<Amount> amount(String property, JsonNode value, String at) {
        if (property.equals("between")) {
            if (!value.isArray() || value.size() != 2) {
                return properties.refuse(at, "rule-range", "Write [least, most] with two numbers.");
            }
            Optional<Long> min = millionths(value.get(0), at + "/0");
            Optional<Long> max = millionths(value.get(1), at + "/1");
            if (min.isEmpty() || max.isEmpty()) {
                return Optional.empty();
            }
            return min.get() <= max.get()
                    ? Optional.of(new Amount(min.get(), max.get()))
                    : properties.refuse(at, "rule-range", "The lower bound is above the upper one: swap them.");
        }
        return millionths(value, at).map(property.equals("atLeast") ? Amount::atLeast : Amount::atMost);
    }

    private Optional<Long> millionths(JsonNode value, String at) {
        Optional<Long> millionths = value.isNumber() && Double.isFinite(value.doubleValue())
                ? Amount.millionths(value.decimalValue())
                : Optional.empty();
        return millionths.isPresent() ? millionths : properties.refuse(at, "rule-number", Amount.HELP);
    }

    private Optional<Steps> steps(JsonNode json, String at) {
        if (!json.isArray() || json.size() < 2 || json.size() > Bounds.STEPS) {
            return properties.refuse(at, "rule-type", "This is a list of 2 to " + Bounds.STEPS + " steps.");
        }
        Optional<Observed> first = Optional.empty();
        List<Steps.Next> then = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            JsonNode step = json.get(i);
            String below = at + "/" + i;
            boolean isLast = i == json.size() - 1;
            if (!step.isObject()) {
                properties.refuse(below, "rule-type", "A step is an object such as {\"trait\": \"…\"}.");
            } else if (i == 0) {
                properties.refuseOthers(step, below, Set.of("trait", "under", "event", "source"));
                first = properties
                        .one(step, below, Set.of("trait", "under", "event"), false)
                        .flatMap(property -> observed(step, below, property));
            } else {
                next(step, below, isLast).ifPresent(then::add);
            }
        }
        return first.isPresent() && then.size() == json.size() - 1
                ? Optional.of(new Steps(first.get(), then))
                : Optional.empty();
    }

    private Optional<Steps.Next> next(JsonNode json, String at, boolean isLast) {
        properties.refuseOthers(json, at, STEP);
        Optional<String> kind = properties.one(json, at, STEP_KINDS, false);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        boolean happens = !kind.get().startsWith("without");
        if (!happens && !isLast) {
            return properties.refuse(at, "rule-sequence", "Only the last step may be one that does not happen.");
        }
        Optional<Observed> observed = observed(json, at, kind.get());
        if (!json.has("within")) {
            return happens
                    ? observed.map(found -> new Steps.Next(true, found, null))
                    : properties.refuse(at, "rule-window", "Say \"within\" what time it does not happen.");
        }
        Optional<Window> within = window(json.get("within"), at + "/within");
        return observed.isPresent() && within.isPresent()
                ? Optional.of(new Steps.Next(happens, observed.get(), within.get()))
                : Optional.empty();
    }

    private Optional<Observed> observed(JsonNode json, String at, String property) {
        return observed(json, at, property, vocabulary::refuseTrait);
    }

    private Optional<Observed> observed(
            JsonNode json, String at, String property, Function<String, Optional<Vocabulary.Refusal>> refuseTrait) {
        if (!json.has(property)) {
            return properties.refuse(at, "rule-syntax", "Name the " + property + ".");
        }
        String below = at + "/" + property;
        JsonNode named = json.get(property);
        Optional<Observed> observed =
                switch (property) {
                    case "event", "withoutEvent" -> event(named, below).map(event -> Observed.of(event, List.of()));
                    case "under", "withoutUnder" -> folder(named, below).map(folder -> new Observed(folder, List.of()));
                    default ->
                        properties.reference(named, below, refuseTrait).map(trait -> new Observed(trait, List.of()));
                };
        Optional<List<String>> sources = Optional.of(List.of());
        if (json.has("source")) {
            JsonNode source = json.get("source");
            sources = source.isArray()
                    ? properties.texts(source, at + "/source")
                    : properties.text(source, at + "/source").map(List::of);
            if (sources.isPresent() && !sources.get().stream().allMatch(RuleLexer::isWord)) {
                sources = properties.refuse(at + "/source", "rule-type", "This is a source's id, or a list of ids.");
            }
        }
        return observed.isPresent() && sources.isPresent()
                ? Optional.of(new Observed(
                        observed.get().trait(), sources.get(), observed.get().event()))
                : Optional.empty();
    }

    private Optional<EventRule> event(JsonNode json, String at) {
        Optional<EventRule> event = event(json, at, 1);
        String excess = event.map(EventRule::excess).orElse(null);
        return excess == null ? event : properties.refuse(at, "rule-too-large", excess);
    }

    private Optional<EventRule> event(JsonNode json, String at, int depth) {
        if (depth > EventRule.MOST_DEPTH || !json.isObject()) {
            return properties.refuse(
                    at,
                    "rule-type",
                    "This is an object such as {\"signal\": \"page.path\", \"prefix\": \"/pricing\"}.");
        }
        Optional<String> kind = properties.one(json, at, EVENT_KINDS, false);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        JsonNode value = json.get(kind.get());
        String below = at + "/" + kind.get();
        return switch (kind.get()) {
            case "signal" -> signal(json, at);
            case "not" -> {
                properties.refuseOthers(json, at, Set.of("not"));
                yield event(value, below, depth + 1).map(EventRule.Not::new);
            }
            default -> {
                properties.refuseOthers(json, at, Set.of(kind.get()));
                yield events(value, below, depth)
                        .map(parts -> parts.size() == 1
                                ? parts.getFirst()
                                : kind.get().equals("all") ? new EventRule.All(parts) : new EventRule.Any(parts));
            }
        };
    }

    private Optional<List<EventRule>> events(JsonNode json, String at, int depth) {
        if (!json.isArray() || json.isEmpty() || json.size() > EventRule.MOST_SIGNALS) {
            return properties.refuse(
                    at, "rule-type", "This is a list of 1 to " + EventRule.MOST_SIGNALS + " conditions.");
        }
        List<EventRule> parts = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            event(json.get(i), at + "/" + i, depth + 1).ifPresent(parts::add);
        }
        return parts.size() == json.size() ? Optional.of(parts) : Optional.empty();
    }

    private Optional<EventRule> signal(JsonNode json, String at) {
        properties.refuseOthers(json, at, ConstraintJsonReader.with("signal"));
        Optional<String> key =
                properties.text(json.get("signal"), at + "/signal").filter(RuleLexer::isWord);
        Optional<Constraint> constraint = constraints.constraint(json, at);
        if (key.isEmpty() || constraint.isEmpty()) {
            return key.isPresent()
                    ? Optional.empty()
                    : properties.refuse(at + "/signal", "rule-type", "This is a signal such as page.path.");
        }
        EventRule.Signal signal = new EventRule.Signal(key.get(), constraint.get());
        properties.reference(json.get("signal"), at + "/signal", _ -> vocabulary.refuseSignal(signal));
        return Optional.of(signal);
    }

    private Optional<String> folder(JsonNode value, String at) {
        if (!value.isTextual() || !Folder.is(value.textValue())) {
            return properties.refuse(at, "rule-folder", "This is a folder such as \"/Travel\".");
        }
        return properties
                .reference(value, at, folder -> vocabulary.refuseFolder(Folder.canonical(folder)))
                .map(Folder::canonical);
    }

    private Optional<Frequency> frequency(JsonNode json, String at) {
        if (FREQUENCIES.stream().noneMatch(json::has)) {
            return Optional.of(Frequency.ONCE);
        }
        return properties
                .one(json, at, FREQUENCIES, true)
                .flatMap(property -> frequency(property, json.get(property), at + "/" + property));
    }

    private Optional<Frequency> frequency(String property, JsonNode value, String at) {
        if (property.equals("between")) {
            if (!value.isArray()
                    || value.size() != 2
                    || !isCount(value.get(0))
                    || !isCount(value.get(1))
                    || value.get(0).intValue() > value.get(1).intValue()) {
                return properties.refuse(at, "rule-range", "Write [least, most] with two whole numbers.");
            }
            return Optional.of(
                    new Frequency(value.get(0).intValue(), value.get(1).intValue()));
        }
        return properties.whole(value, at, 0, Bounds.TIMES).flatMap(times -> switch (property) {
            case "exactly" -> Optional.of(Frequency.exactly(times));
            case "atMost" -> Optional.of(Frequency.atMost(times));
            default ->
                times == 0
                        ? properties.refuse(
                                at, "rule-always-true", "At least 0 times always holds: leave the condition out.")
                        : Optional.of(Frequency.atLeast(times));
        });
    }

    private static boolean isCount(JsonNode value) {
        return JsonProperties.isWhole(value, 0, Bounds.TIMES);
    }

    private Optional<Recency> recency(JsonNode json, String at) {
        if (json.has("zone") && !json.has("during")) {
            return properties.refuse(at + "/zone", "rule-ambiguous", "A zone belongs to \"during\".");
        }
        if (RECENCIES.stream().noneMatch(json::has)) {
            return Optional.of(Recency.EVER);
        }
        return properties.one(json, at, RECENCIES, true).flatMap(property -> switch (property) {
            case "within" -> window(json.get(property), at + "/within").map(Recency.Within::new);
            case "during" -> during(json, at);
            default -> instant(property, json.get(property), at + "/" + property);
        });
    }

    private Optional<Recency> instant(String property, JsonNode value, String at) {
        try {
            var instant = Instants.parse(value.asText());
            return Optional.of(property.equals("since") ? new Recency.Since(instant) : new Recency.Before(instant));
        } catch (DateTimeException _) {
            return properties.refuse(
                    at, "rule-instant", "Write an instant in whole seconds such as \"2026-12-01T09:00:00Z\".");
        }
    }

    private Optional<Recency> during(JsonNode json, String at) {
        String current = json.get("during").asText();
        Optional<Period> period = Period.named(current)
                .or(() -> properties.refuse(
                        at + "/during",
                        "rule-period",
                        "This is one of " + String.join(", ", Period.names()) + ".",
                        Similar.to(current, Period.names()).orElse(null)));
        Optional<ZoneId> zone = Optional.of(Zones.DEFAULT);
        if (json.has("zone")) {
            String name = json.get("zone").asText();
            zone = Zones.parse(name)
                    .or(() -> properties.refuse(
                            at + "/zone",
                            "rule-zone",
                            "There is no time zone " + name + ".",
                            Zones.similar(name).orElse(null)));
        }
        return period.isPresent() && zone.isPresent()
                ? Optional.of(new Recency.During(period.get(), zone.get()))
                : Optional.empty();
    }

    private Optional<Window> window(JsonNode value, String at) {
        String[] words = value.asText().split(" ", -1);
        if (words.length == 2 && words[0].matches("[0-9]{1,9}")) {
            try {
                Optional<Window> window =
                        Window.Unit.named(words[1]).map(unit -> new Window(Integer.parseInt(words[0]), unit));
                if (window.isPresent()) {
                    return window;
                }
            } catch (IllegalArgumentException _) {
                // too long: told below
            }
        }
        return properties.refuse(
                at, "rule-window", "Write a window between 1 second and 10 years such as \"30 days\".");
    }

    /** The properties of what is measured in some time. */
    private static Set<String> timed(Set<String> measures, String... others) {
        Set<String> known = new TreeSet<>(measures);
        known.addAll(RECENCIES);
        known.add("zone");
        known.addAll(Set.of(others));
        return known;
    }
}
