package dmp.profile.simulation;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.ObservedLink;
import dmp.profile.contract.ProfileChanged;

/**
 * What profiles must be, computed from the set of all that was ever said, in the most literal way and with none of the code
 * under test. Small cases only: no cap is reached.
 */
final class Expected {

    /** Two identifiers were declared not to belong together. */
    record Unlink(String one, String other, Instant at) {
        private boolean concerns(String here, String there) {
            return (one.equals(here) && other.equals(there)) || (one.equals(there) && other.equals(here));
        }
    }

    private final Set<EventCollected> events;
    private final Map<String, Instant> identifierToErasure = new HashMap<>();
    private final List<Unlink> unlinks;
    private final SimulatedTraits.Definition trait;

    Expected(
            Set<EventCollected> events,
            Map<String, List<Instant>> identifierToErasures,
            List<Unlink> unlinks,
            SimulatedTraits.Definition trait) {
        this.trait = trait;
        this.events = events;
        this.unlinks = unlinks;
        identifierToErasures.forEach(
                (identifier, moments) -> identifierToErasure.put(identifier, new TreeSet<>(moments).last()));
    }

    List<ProfileChanged.Facts> facts(String identifier) {
        List<String> component = component(identifier);
        boolean erased =
                identifierToErasure.containsKey(identifier) && told(identifier).isEmpty();
        return erased && component.size() == 1
                ? List.of()
                : component.stream().map(this::own).toList();
    }

    List<String> component(String start) {
        Set<String> found = new LinkedHashSet<>(List.of(start));
        Set<String> level = Set.of(start);
        while (!level.isEmpty()) {
            Set<String> next = new TreeSet<>();
            for (EventCollected event : events) {
                for (ObservedLink link : event.links()) {
                    if (level.contains(event.identifier()) && isLive(event.identifier(), link.identifier())) {
                        next.add(link.identifier());
                    }
                    if (level.contains(link.identifier()) && isLive(event.identifier(), link.identifier())) {
                        next.add(event.identifier());
                    }
                }
            }
            next.removeAll(found);
            found.addAll(next);
            level = next;
        }
        return new ArrayList<>(found);
    }

    private boolean isLive(String one, String other) {
        return !one.equals(other) && !speakingFor(one, other).isEmpty();
    }

    /** The events that still speak for a link. */
    private List<EventCollected> speakingFor(String one, String other) {
        return events.stream()
                .filter(Expected::isRemembered)
                .filter(event -> tells(event, one, other) || tells(event, other, one))
                .filter(event -> event.occurredAt().isAfter(voidBefore(one))
                        && event.occurredAt().isAfter(voidBefore(other))
                        && unlinks.stream()
                                .filter(unlink -> unlink.concerns(one, other))
                                .allMatch(unlink -> event.occurredAt().isAfter(unlink.at())))
                .toList();
    }

    /** What links the component: of each pair and match method, the last day. */
    Set<ProfileChanged.Link> links(String start) {
        List<String> component = component(start);
        Set<ProfileChanged.Link> links = new HashSet<>();
        for (int one = 0; one < component.size(); one++) {
            for (int other = one + 1; other < component.size(); other++) {
                Set<String> ends = Set.of(component.get(one), component.get(other));
                Map<Integer, Long> methodToDay = new HashMap<>();
                for (EventCollected event : speakingFor(component.get(one), component.get(other))) {
                    long day = event.occurredAt()
                            .atOffset(ZoneOffset.UTC)
                            .toLocalDate()
                            .toEpochDay();
                    event.links().stream()
                            .filter(link -> ends.contains(link.identifier()))
                            .forEach(link -> methodToDay.merge(link.matchMethod(), day, Math::max));
                }
                for (Map.Entry<Integer, Long> seen : methodToDay.entrySet()) {
                    links.add(new ProfileChanged.Link(one, other, seen.getKey(), seen.getValue()));
                }
            }
        }
        return links;
    }

    /** Says again, in its own words, what {@link EventCollected#mayBeRemembered} decides. */
    private static boolean isRemembered(EventCollected event) {
        return event.consent().profiling()
                && event.contract().profiling()
                && event.contract().activation();
    }

    private static boolean tells(EventCollected event, String one, String other) {
        return event.identifier().equals(one)
                && event.links().stream().anyMatch(link -> link.identifier().equals(other));
    }

    private Instant voidBefore(String identifier) {
        Instant voidBefore = identifierToErasure.getOrDefault(identifier, Instant.MIN);
        for (EventCollected event : events) {
            if (event.identifier().equals(identifier)
                    && !event.consent().profiling()
                    && event.occurredAt().isAfter(voidBefore)) {
                voidBefore = event.occurredAt();
            }
        }
        return voidBefore;
    }

    private List<EventCollected> told(String identifier) {
        Instant erasure = identifierToErasure.getOrDefault(identifier, Instant.MIN);
        return events.stream()
                .filter(event -> event.identifier().equals(identifier))
                .filter(event -> event.occurredAt().isAfter(erasure))
                .toList();
    }

    private ProfileChanged.Facts own(String identifier) {
        List<EventCollected> told = told(identifier);
        Instant last = told.stream()
                .map(EventCollected::occurredAt)
                .max(Instant::compareTo)
                .orElse(null);
        ProfileChanged.Consent consent = last == null
                ? null
                : new ProfileChanged.Consent(
                        told.stream()
                                .filter(event -> event.occurredAt().equals(last))
                                .allMatch(event -> event.consent().profiling()),
                        told.stream()
                                .filter(event -> event.occurredAt().equals(last))
                                .allMatch(event -> event.consent().activation()),
                        last);
        List<EventCollected> counting = told.stream()
                .filter(event -> event.occurredAt().isAfter(voidBefore(identifier)))
                .filter(Expected::isRemembered)
                .toList();
        return new ProfileChanged.Facts(identifier, consent, attributes(counting), realisations(counting));
    }

    /** Leaves open which of two values told at one moment wins. */
    private static Map<String, ProfileChanged.Attribute> attributes(List<EventCollected> events) {
        Map<String, ProfileChanged.Attribute> result = new HashMap<>();
        events.forEach(event -> event.signals().forEach((key, value) -> {
            if (key.startsWith("geo.") || key.startsWith("custom.")) {
                result.merge(
                        key, new ProfileChanged.Attribute(value, event.occurredAt(), event.source()), (one, other) -> {
                            if (one.at().equals(other.at())) {
                                boolean same = Objects.equals(one, other);
                                return same ? one : new ProfileChanged.Attribute(ANY, one.at(), ANY);
                            }
                            return one.at().isAfter(other.at()) ? one : other;
                        });
            }
        }));
        return result;
    }

    static final String ANY = "*";

    private List<ProfileChanged.Realisations> realisations(List<EventCollected> events) {
        Map<String, Map<String, Realised>> sourceToEventToLatest = new TreeMap<>();
        for (EventCollected event : events) {
            if (trait.path().equals(event.signals().get("page.path"))) {
                sourceToEventToLatest
                        .computeIfAbsent(event.source(), key -> new HashMap<>())
                        .merge(event.id(), realised(event), BinaryOperator.maxBy(Realised.LATEST));
            }
        }
        List<ProfileChanged.Realisations> result = new ArrayList<>();
        sourceToEventToLatest.forEach((source, eventToLatest) -> {
            // What happened in one second is told in the order of moments and ids, which nobody goes by: see
            // comparable().
            List<Realised> realised =
                    eventToLatest.values().stream().sorted(Realised.IN_SECONDS).toList();
            List<Long> values = realised.stream().map(Realised::worth).toList();
            result.add(new ProfileChanged.Realisations(
                    SimulatedTraits.TRAIT,
                    source,
                    realised.stream().map(Realised::second).toList(),
                    values.stream().allMatch(value -> value == 0) ? List.of() : values));
        });
        return result;
    }

    private Realised realised(EventCollected event) {
        return new Realised(
                event.occurredAt(), 1_000_000 * Long.parseLong(event.signals().getOrDefault(trait.worth(), "0")));
    }

    /** As the last time that it was told of. */
    private record Realised(Instant at, long worth) {

        static final Comparator<Realised> LATEST =
                Comparator.comparing(Realised::at).thenComparing(Realised::worth);
        static final Comparator<Realised> IN_SECONDS =
                Comparator.comparing(Realised::second).thenComparing(Realised::worth);

        long second() {
            return at.getEpochSecond();
        }
    }

    /** The same, those of one second in the order of their values. */
    static ProfileChanged.Realisations comparable(ProfileChanged.Realisations told) {
        List<Realised> realised = new ArrayList<>();
        for (int i = 0; i < told.at().size() && !told.values().isEmpty(); i++) {
            realised.add(new Realised(
                    Instant.ofEpochSecond(told.at().get(i)), told.values().get(i)));
        }
        realised.sort(Realised.IN_SECONDS);
        return new ProfileChanged.Realisations(
                told.trait(),
                told.source(),
                told.at(),
                realised.stream().map(Realised::worth).toList());
    }
}
