package dmp.networks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import dmp.networks.Change.Place;

/** Who is in which audience of a network, each member until its time to live ends. Safe for many threads. */
final class Audiences {

    /** @param until when the membership ends by itself; null when it never does */
    private record Held(Instant since, Instant until) {
        boolean at(Instant now) {
            return until == null || now.isBefore(until);
        }
    }

    /** A member as the control API shows it. */
    record Member(String account, String segment, String identifier, Instant since, Instant until) {}

    private final Map<Place, Held> placeToHeld = new ConcurrentHashMap<>();

    /** A second add keeps the moment of the first, unless the first has expired, and starts the time to live anew. */
    void add(Place place, Instant now, Instant until) {
        placeToHeld.compute(place, (key, held) -> new Held(held != null && held.at(now) ? held.since() : now, until));
    }

    void remove(Place place) {
        placeToHeld.remove(place);
    }

    void removeEverywhere(String account, String identifier) {
        placeToHeld
                .keySet()
                .removeIf(place ->
                        place.account().equals(account) && place.identifier().equals(identifier));
    }

    boolean holds(Place place, Instant now) {
        Held held = placeToHeld.get(place);
        return held != null && held.at(now);
    }

    /** Segment to identifiers, both sorted; only what is held now and chosen. A segment without members is absent. */
    Map<String, TreeSet<String>> bySegment(Predicate<Place> chosen, Instant now) {
        Map<String, TreeSet<String>> segmentToIdentifiers = new TreeMap<>();
        placeToHeld.forEach((place, held) -> {
            if (held.at(now) && chosen.test(place)) {
                segmentToIdentifiers
                        .computeIfAbsent(place.segment(), segment -> new TreeSet<>())
                        .add(place.identifier());
            }
        });
        return segmentToIdentifiers;
    }

    List<Member> members(Predicate<Place> chosen, Instant now) {
        List<Member> members = new ArrayList<>();
        placeToHeld.forEach((place, held) -> {
            if (held.at(now) && chosen.test(place)) {
                members.add(
                        new Member(place.account(), place.segment(), place.identifier(), held.since(), held.until()));
            }
        });
        return members;
    }

    void clear() {
        placeToHeld.clear();
    }
}
