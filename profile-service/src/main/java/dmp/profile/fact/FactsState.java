package dmp.profile.fact;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import dmp.profile.store.ByteReader;
import dmp.profile.store.ByteWriter;
import dmp.profile.store.StateStore;
import dmp.profile.store.Vocabulary;

/**
 * The facts of an identifier as they are stored. Each event that facts refer to is written once, as the distance in time
 * from the one before and six bytes of its id; attributes and realisations name it by its place.
 *
 * @param eventsPosition of the last event applied; -1 when none was
 * @param commandsPosition of the last command applied; -1 when none was
 */
public record FactsState(long eventsPosition, long commandsPosition, Facts facts) {

    public static final FactsState NEW = new FactsState(-1, -1, Facts.NONE);

    private static final int FORMAT = 2;

    /** Without what realisations are worth. */
    private static final int FIRST_FORMAT = 1;

    private static final Vocabulary VOCABULARY = Vocabulary.of(
            "geo.country",
            "geo.region",
            "geo.city",
            "device.type",
            "device.os",
            "device.browser",
            "phone",
            "tablet",
            "desktop",
            "tv",
            "Android",
            "iOS",
            "Windows",
            "macOS",
            "Linux",
            "Chrome",
            "Safari",
            "Firefox",
            "Edge",
            "GB",
            "US",
            "DE",
            "FR",
            "London");

    private static final int ERASED = 1;
    private static final int WITHDRAWN = 2;
    private static final int CONSENT = 4;
    private static final int PROFILING = 8;
    private static final int ACTIVATION = 16;

    public byte[] encoded() {
        ByteWriter out = new ByteWriter(VOCABULARY);
        out.number(eventsPosition + 1).number(commandsPosition + 1);
        encodePermissions(out);
        List<Observation> observations = observations();
        out.number(observations.size());
        long before = 0;
        for (Observation observation : observations) {
            out.number(observation.at() - before).fixed(observation.event(), Observation.EVENT_BYTES);
            before = observation.at();
        }
        out.number(facts.attributes().size());
        facts.attributes().forEach((key, attribute) -> out.text(key)
                .text(attribute.value())
                .text(attribute.source())
                .number(place(observations, attribute.observation())));
        out.number(facts.realisations().size());
        facts.realisations().forEach((traitAtSource, occurrences) -> {
            boolean isWorthSomething = !occurrences.worths().isEmpty();
            out.text(traitAtSource.trait())
                    .text(traitAtSource.source())
                    .number(2L * occurrences.observations().size() + (isWorthSomething ? 1 : 0));
            int last = 0;
            for (Observation observation : occurrences.observations()) {
                int place = place(observations, observation);
                out.number(place - last);
                last = place;
            }
            occurrences.worths().forEach(out::signed);
        });
        return out.finish(FORMAT);
    }

    public static FactsState of(StateStore.Stored stored) {
        return stored.isAbsent() ? NEW : decoded(stored.payload());
    }

    static FactsState decoded(byte[] value) {
        ByteReader in = new ByteReader(value, FIRST_FORMAT, FORMAT, VOCABULARY);
        long eventsPosition = in.number() - 1;
        long commandsPosition = in.number() - 1;
        long flags = in.number();
        long erasedAt = (flags & ERASED) != 0 ? in.number() : Facts.NEVER;
        long withdrawnAt = (flags & WITHDRAWN) != 0 ? in.number() : Facts.NEVER;
        Facts.Consent consent = (flags & CONSENT) != 0
                ? new Facts.Consent((flags & PROFILING) != 0, (flags & ACTIVATION) != 0, in.number())
                : null;
        List<Observation> observations = new ArrayList<>();
        long at = 0;
        for (int left = in.count(); left > 0; left--) {
            at += in.number();
            observations.add(new Observation(at, in.fixed(Observation.EVENT_BYTES)));
        }
        SortedMap<String, Facts.Attribute> attributes = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            String key = in.text();
            String attributeValue = in.text();
            String source = in.text();
            attributes.put(key, new Facts.Attribute(observations.get((int) in.number()), attributeValue, source));
        }
        SortedMap<Facts.TraitAtSource, Occurrences> realisations = new TreeMap<>();
        boolean hasWorths = in.version() > FIRST_FORMAT;
        for (int left = in.count(); left > 0; left--) {
            Facts.TraitAtSource traitAtSource = new Facts.TraitAtSource(in.text(), in.text());
            long counted = in.number();
            int count = Math.toIntExact(hasWorths ? counted / 2 : counted);
            boolean isWorthSomething = hasWorths && counted % 2 == 1;
            List<Observation> occurrences = new ArrayList<>(count);
            int place = 0;
            for (int i = 0; i < count; i++) {
                place += (int) in.number();
                occurrences.add(observations.get(place));
            }
            List<Long> worths = new ArrayList<>();
            for (int i = 0; isWorthSomething && i < count; i++) {
                worths.add(in.signed());
            }
            realisations.put(traitAtSource, new Occurrences(occurrences, worths));
        }
        return new FactsState(
                eventsPosition, commandsPosition, new Facts(erasedAt, withdrawnAt, consent, attributes, realisations));
    }

    private void encodePermissions(ByteWriter out) {
        boolean erased = facts.erasedAt() != Facts.NEVER;
        boolean withdrawn = facts.withdrawnAt() != Facts.NEVER;
        Facts.Consent consent = facts.consent();
        int consentFlags = consent == null
                ? 0
                : CONSENT | (consent.profiling() ? PROFILING : 0) | (consent.activation() ? ACTIVATION : 0);
        out.number((erased ? ERASED : 0) | (withdrawn ? WITHDRAWN : 0) | consentFlags);
        if (erased) {
            out.number(facts.erasedAt());
        }
        if (withdrawn) {
            out.number(facts.withdrawnAt());
        }
        if (consent != null) {
            out.number(consent.at());
        }
    }

    private List<Observation> observations() {
        List<Observation> all = new ArrayList<>();
        facts.attributes().values().forEach(attribute -> all.add(attribute.observation()));
        facts.realisations().values().forEach(occurrences -> all.addAll(occurrences.observations()));
        Collections.sort(all);
        List<Observation> distinct = new ArrayList<>(all.size());
        for (Observation observation : all) {
            if (distinct.isEmpty() || !distinct.getLast().equals(observation)) {
                distinct.add(observation);
            }
        }
        return distinct;
    }

    private static int place(List<Observation> observations, Observation observation) {
        return Collections.binarySearch(observations, observation);
    }
}
