package dmp.profile.fact;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dmp.profile.dictionary.Dictionary;
import dmp.profile.store.ByteReader;
import dmp.profile.store.ByteWriter;
import dmp.profile.store.Rice;
import dmp.profile.store.StateStore;
import dmp.profile.store.Vocabulary;

/**
 * The facts of an identifier as they are stored. Each event that facts refer to is written once, as the distance in time
 * from the one before and 32 bits of its id; attributes and realisations name it by its place. What several identifiers say in
 * the same words is said in words of the tenant's dictionary.
 *
 * @param eventsPosition of the last event applied; -1 when none was
 * @param commandsPosition of the last command applied; -1 when none was
 */
public record FactsState(long eventsPosition, long commandsPosition, Facts facts) {

    public static final FactsState NEW = new FactsState(-1, -1, Facts.NONE);

    /** With words of a dictionary. */
    private static final int FORMAT = 3;

    /** Texts are all in front, and six bytes of an event's id are kept. */
    private static final int SECOND_FORMAT = 2;

    /** Without what realisations are worth, too. */
    private static final int FIRST_FORMAT = 1;

    private static final ByteReader.Formats FORMATS = new ByteReader.Formats(FIRST_FORMAT, FORMAT, FORMAT);

    private static final int EVENT_BYTES_BEFORE = 6;
    private static final int FINGERPRINT_BYTES = 2;

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

    /** @param dictionary of the tenant */
    byte[] encoded(Dictionary dictionary) {
        ByteWriter out = new ByteWriter(FORMAT, VOCABULARY, dictionary);
        out.number(out.words()).fixed(dictionary.fingerprint(out.words()), FINGERPRINT_BYTES);
        out.number(eventsPosition + 1).number(commandsPosition + 1);
        encodePermissions(out);
        List<Observation> observations = observations();
        encodeObservations(out, observations);
        SourceWriter sources = new SourceWriter(out);
        int last = 0;
        out.number(facts.attributes().size());
        for (Map.Entry<String, Facts.Attribute> entry : facts.attributes().entrySet()) {
            Facts.Attribute attribute = entry.getValue();
            boolean isOfAnother = sources.isAnother(attribute.source());
            int place = place(observations, attribute.observation());
            out.word(entry.getKey()).text(attribute.value()).signed((long) (place - last) << 1 | (isOfAnother ? 1 : 0));
            sources.next(attribute.source());
            last = place;
        }
        List<NumberedOccurrences> numbered = new ArrayList<>();
        SortedMap<Facts.TraitAtSource, Occurrences> others = new TreeMap<>();
        for (Map.Entry<Facts.TraitAtSource, Occurrences> entry :
                facts.realisations().entrySet()) {
            int number = out.wordNumber(entry.getKey().trait());
            if (number >= 0 && entry.getValue().worths().isEmpty()) {
                numbered.add(new NumberedOccurrences(
                        entry.getKey().source(),
                        number,
                        entry.getValue().observations().stream()
                                .mapToInt(observation -> place(observations, observation))
                                .toArray()));
            } else {
                others.put(entry.getKey(), entry.getValue());
            }
        }
        encodeOthers(out, others, observations, sources);
        NumberedOccurrences.write(out, numbered, observations.size());
        return out.finish();
    }

    /** When each was, after the one before, and its event. */
    private static void encodeObservations(ByteWriter out, List<Observation> observations) {
        out.number(observations.size());
        if (observations.isEmpty()) {
            return;
        }
        long first = observations.getFirst().at();
        out.signed(first);
        int gap = Rice.parameter(observations.getLast().at() - first, observations.size());
        out.bits(gap, Rice.PARAMETER_BITS);
        long before = first;
        for (Observation observation : observations) {
            out.rice(observation.at() - before, gap).bits(observation.event(), Observation.EVENT_BITS);
            before = observation.at();
        }
        out.endBits();
    }

    private static void encodeOthers(
            ByteWriter out,
            SortedMap<Facts.TraitAtSource, Occurrences> others,
            List<Observation> observations,
            SourceWriter sources) {
        out.number(others.size());
        for (Map.Entry<Facts.TraitAtSource, Occurrences> entry : others.entrySet()) {
            Occurrences occurrences = entry.getValue();
            boolean isOfAnother = sources.isAnother(entry.getKey().source());
            boolean isWorthSomething = !occurrences.worths().isEmpty();
            out.word(entry.getKey().trait())
                    .number((long) occurrences.observations().size() << 2
                            | (isWorthSomething ? 2 : 0)
                            | (isOfAnother ? 1 : 0));
            sources.next(entry.getKey().source());
            int last = 0;
            for (Observation observation : occurrences.observations()) {
                int place = place(observations, observation);
                out.number(place - last);
                last = place;
            }
            occurrences.worths().forEach(out::signed);
        }
    }

    /** Writes the source of what is written where it is another than that of what was written before. */
    private static final class SourceWriter {

        private final ByteWriter out;
        private String source;

        SourceWriter(ByteWriter out) {
            this.out = out;
        }

        boolean isAnother(String next) {
            return !next.equals(source);
        }

        void next(String next) {
            if (isAnother(next)) {
                out.word(next);
                source = next;
            }
        }
    }

    /** How many words of the tenant's dictionary are needed to read the value. */
    static int words(StateStore.Stored stored) {
        if (stored.isAbsent()) {
            return 0;
        }
        ByteReader in = new ByteReader(stored.payload(), FORMATS, Vocabulary.NONE, Dictionary.NONE);
        return in.version() < FORMAT ? 0 : Math.toIntExact(in.number());
    }

    /** @param dictionary with at least the {@link #words} that are needed */
    static FactsState of(StateStore.Stored stored, Dictionary dictionary) {
        return stored.isAbsent() ? NEW : decoded(stored.payload(), dictionary);
    }

    static FactsState decoded(byte[] value, Dictionary dictionary) {
        ByteReader in = new ByteReader(value, FORMATS, VOCABULARY, dictionary);
        if (in.version() == FORMAT) {
            int words = Math.toIntExact(in.number());
            if (in.fixed(FINGERPRINT_BYTES) != dictionary.fingerprint(words)) {
                throw new IllegalStateException(
                        "Redis has facts that were written with other words than the database knows: restore the database that belongs to it, or erase Redis");
            }
        }
        long eventsPosition = in.number() - 1;
        long commandsPosition = in.number() - 1;
        long flags = in.number();
        long erasedAt = (flags & ERASED) != 0 ? in.number() : Facts.NEVER;
        long withdrawnAt = (flags & WITHDRAWN) != 0 ? in.number() : Facts.NEVER;
        Facts.Consent consent = (flags & CONSENT) != 0
                ? new Facts.Consent((flags & PROFILING) != 0, (flags & ACTIVATION) != 0, in.number())
                : null;
        List<Observation> observations = decodedObservations(in);
        SourceReader sources = new SourceReader(in);
        SortedMap<String, Facts.Attribute> attributes = decodedAttributes(in, observations, sources);
        SortedMap<Facts.TraitAtSource, Occurrences> realisations = decodedRealisations(in, observations, sources);
        return new FactsState(
                eventsPosition, commandsPosition, new Facts(erasedAt, withdrawnAt, consent, attributes, realisations));
    }

    private static List<Observation> decodedObservations(ByteReader in) {
        List<Observation> observations = new ArrayList<>();
        int count = in.count();
        if (in.version() < FORMAT) {
            long at = 0;
            for (int left = count; left > 0; left--) {
                at += in.number();
                observations.add(Observation.known(at, in.fixed(EVENT_BYTES_BEFORE)));
            }
        } else if (count > 0) {
            long at = in.signed();
            in.beginBits();
            int gap = (int) in.bits(Rice.PARAMETER_BITS);
            for (int left = count; left > 0; left--) {
                at += in.rice(gap);
                observations.add(Observation.known(at, in.bits(Observation.EVENT_BITS)));
            }
            in.endBits();
        }
        return observations;
    }

    private static SortedMap<String, Facts.Attribute> decodedAttributes(
            ByteReader in, List<Observation> observations, SourceReader sources) {
        SortedMap<String, Facts.Attribute> attributes = new TreeMap<>();
        int place = 0;
        for (int left = in.count(); left > 0; left--) {
            String key = in.text();
            String attributeValue = in.text();
            if (in.version() == FORMAT) {
                long further = in.signed();
                place += (int) (further >> 1);
                sources.next((further & 1) != 0);
            } else {
                sources.next(true);
                place = Math.toIntExact(in.number());
            }
            attributes.put(key, new Facts.Attribute(observations.get(place), attributeValue, sources.source));
        }
        return attributes;
    }

    private static SortedMap<Facts.TraitAtSource, Occurrences> decodedRealisations(
            ByteReader in, List<Observation> observations, SourceReader sources) {
        SortedMap<Facts.TraitAtSource, Occurrences> realisations = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            String trait = in.text();
            long counted;
            boolean isWorthSomething;
            if (in.version() == FORMAT) {
                counted = in.number();
                isWorthSomething = (counted & 2) != 0;
                sources.next((counted & 1) != 0);
                counted >>>= 2;
            } else {
                sources.next(true);
                counted = in.number();
                isWorthSomething = in.version() == SECOND_FORMAT && counted % 2 == 1;
                counted = in.version() == SECOND_FORMAT ? counted / 2 : counted;
            }
            int count = Math.toIntExact(counted);
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
            Occurrences known = new Occurrences(occurrences, worths);
            realisations.put(
                    new Facts.TraitAtSource(trait, sources.source), in.version() == FORMAT ? known : known.inOrder());
        }
        if (in.version() == FORMAT) {
            NumberedOccurrences.read(in, observations.size()).forEach(numbered -> {
                List<Observation> occurrences = new ArrayList<>(numbered.places().length);
                for (int place : numbered.places()) {
                    occurrences.add(observations.get(place));
                }
                realisations.put(
                        new Facts.TraitAtSource(in.word(numbered.number()), numbered.source()),
                        new Occurrences(occurrences, List.of()));
            });
        }
        return realisations;
    }

    /** The source of what is read, which is seldom another than that of what was read before. */
    private static final class SourceReader {

        private final ByteReader in;
        private String source;

        SourceReader(ByteReader in) {
            this.in = in;
        }

        void next(boolean isAnother) {
            if (isAnother) {
                source = in.text();
            }
        }
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
