package dmp.segment.membership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Link;
import dmp.profile.contract.ProfileChanged.MergedIdentifiers;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.dictionary.Dictionary;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.membership.StateCodec.Glimpse;
import dmp.segment.membership.StateCodec.Wanted;

import static dmp.segment.membership.StateCodec.FIRST_FORMAT;
import static dmp.segment.membership.StateCodec.FORMAT;
import static dmp.segment.membership.StateCodec.MILLIS_A_DAY;
import static dmp.segment.membership.StateCodec.SECOND_FORMAT;
import static dmp.segment.membership.StateCodec.THIRD_FORMAT;

/** Reads one state of any format that {@link StateCodec} has ever written, once. */
final class StateReader {

    private static final Change.Cause[] CAUSES = Change.Cause.values();

    private final CompactReader in;
    private final int format;
    private final String tenant;
    private final String identifier;
    private final Wanted wanted;
    private final long base;

    /** Of the attribute or realisation before. */
    private String source;

    /** When the attribute before was observed. */
    private long at;

    StateReader(String tenant, String identifier, byte[] bytes, Dictionary dictionary, Wanted wanted) {
        this.tenant = tenant;
        this.identifier = identifier;
        this.wanted = wanted;
        this.in = new CompactReader(bytes, StateCodec.known(identifier), dictionary);
        this.format = in.readByte();
        if (format < FIRST_FORMAT || format > FORMAT) {
            throw new IllegalArgumentException("a state of format " + format);
        }
        if (format > THIRD_FORMAT) {
            int words = Math.toIntExact(in.readNumber());
            if (in.readFixed() != dictionary.fingerprint(words)) {
                throw new IllegalStateException(
                        "Redis has states that were written with other words than the database knows of %s: restore the database that belongs to it, or erase Redis"
                                .formatted(tenant));
            }
        } else {
            in.readWithoutKinds();
        }
        this.base = in.readNumber();
        this.at = base;
    }

    static int words(byte[] bytes) {
        CompactReader in = new CompactReader(bytes, List.of(), null);
        return in.readByte() > THIRD_FORMAT ? Math.toIntExact(in.readNumber()) : 0;
    }

    MembershipState state() {
        long number = in.readSigned();
        long tickPosition = in.readSigned();
        long revision = in.readNumber();
        long version = format > THIRD_FORMAT ? base - in.readSigned() : in.readNumber();
        Instant receivedAt = readInstant();
        long nextChange = readSecond();
        List<Membership> memberships = readMemberships();
        List<String> entered = in.readAll(in::readText);
        List<String> left = in.readAll(in::readText);
        ProfileChanged profile = readProfile();
        return new MembershipState(
                number,
                profile,
                tickPosition,
                revision,
                version,
                Instant.ofEpochMilli(base),
                receivedAt,
                memberships,
                entered,
                left,
                nextChange,
                format > THIRD_FORMAT ? readHistory() : List.of());
    }

    Glimpse glimpse() {
        in.skipNumber();
        in.skipNumber();
        long revision = in.readNumber();
        in.skipNumber();
        readInstant();
        long nextChange = readSecond();
        List<Membership> memberships = readMemberships();
        skipTexts();
        skipTexts();
        return new Glimpse(revision, nextChange, memberships, readProfile());
    }

    private void skipTexts() {
        for (long count = in.readNumber(); count > 0; count--) {
            in.passText();
        }
    }

    private List<Membership> readMemberships() {
        List<Membership> memberships = new ArrayList<>();
        long since = base;
        for (long count = in.readNumber(); count > 0; count--) {
            long segment = in.passText();
            long ruleVersion = in.readNumber();
            since = (format > THIRD_FORMAT ? since : base) - in.readSigned();
            long until = readSecond();
            if (in.isOneOf(wanted.segments(), segment)) {
                memberships.add(new Membership(
                        in.text(segment), ruleVersion, Instant.ofEpochMilli(since), Evaluation.instant(until)));
            }
        }
        return memberships;
    }

    private ProfileChanged readProfile() {
        return new ProfileChanged(
                tenant,
                identifier,
                in.readNumber(),
                readInstant(),
                readInstant(),
                in.readAll(this::readFacts),
                in.readAll(() -> new MergedIdentifiers(
                        in.readText(), in.readAll(in::readText), Math.toIntExact(in.readNumber()))),
                format == FIRST_FORMAT ? List.of() : in.readAll(this::readLink));
    }

    private Link readLink() {
        return new Link(
                Math.toIntExact(in.readNumber()),
                Math.toIntExact(in.readNumber()),
                Math.toIntExact(in.readNumber()),
                base / MILLIS_A_DAY - in.readSigned());
    }

    private Facts readFacts() {
        String whose = in.readText();
        int flags = in.readByte();
        Consent consent = flags == 0 ? null : new Consent((flags & 2) != 0, (flags & 4) != 0, readInstant());
        return new Facts(whose, consent, readAttributes(), readRealisations());
    }

    private Map<String, Attribute> readAttributes() {
        Map<String, Attribute> attributes = new HashMap<>();
        for (long count = in.readNumber(); count > 0; count--) {
            long key = in.passText();
            long value = in.passText();
            Instant observed;
            if (format > THIRD_FORMAT) {
                long ago = in.readSigned();
                at -= ago >> 1;
                observed = Instant.ofEpochMilli(at);
                if ((ago & 1) != 0) {
                    source = in.readText();
                }
            } else {
                observed = readInstant();
                source = in.readText();
            }
            if (in.isOneOf(wanted.attributes(), key)) {
                attributes.put(in.text(key), new Attribute(in.text(value), observed, source));
            }
        }
        return attributes;
    }

    private List<Realisations> readRealisations() {
        List<Realisations> realisations = new ArrayList<>();
        for (long left = in.readNumber(); left > 0; left--) {
            long trait = in.passText();
            boolean isWorthSomething;
            int count;
            if (format > THIRD_FORMAT) {
                long counted = in.readNumber();
                count = Math.toIntExact(counted >>> 2);
                isWorthSomething = (counted & 2) != 0;
                if ((counted & 1) != 0) {
                    source = in.readText();
                }
            } else {
                source = in.readText();
                long counted = in.readNumber();
                isWorthSomething = format > SECOND_FORMAT && counted % 2 == 1;
                count = Math.toIntExact(format > SECOND_FORMAT ? counted / 2 : counted);
            }
            if (in.isOneOf(wanted.traits(), trait)) {
                realisations.add(new Realisations(
                        in.text(trait), source, readSeconds(count), isWorthSomething ? readValues(count) : List.of()));
            } else {
                for (int i = isWorthSomething ? 2 * count : count; i > 0; i--) {
                    in.skipNumber();
                }
            }
        }
        if (format > THIRD_FORMAT) {
            readNumbered(realisations);
        }
        return realisations;
    }

    private void readNumbered(List<Realisations> realisations) {
        for (long groups = in.readNumber(); groups > 0; groups--) {
            long counted = in.readNumber();
            if ((counted & 1) != 0) {
                source = in.readText();
            }
            int count = Math.toIntExact(counted >>> 1);
            for (Numbered numbered :
                    Numbered.read(in, count, base / 1_000, number -> in.isWordOneOf(wanted.traits(), number))) {
                realisations.add(new Realisations(in.word(numbered.number()), source, numbered.at()));
            }
        }
    }

    private List<Long> readSeconds(int count) {
        List<Long> seconds = new ArrayList<>(count);
        long second = base / 1_000;
        for (int i = 0; i < count; i++) {
            second += in.readSigned();
            seconds.add(second);
        }
        return seconds;
    }

    private List<Long> readValues(int count) {
        List<Long> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.readSigned());
        }
        return values;
    }

    private List<Change> readHistory() {
        List<Change> history = new ArrayList<>();
        long after = base;
        for (long count = in.readNumber(); count > 0; count--) {
            long counted = in.readNumber();
            after -= in.readSigned();
            List<Change.Step> steps = new ArrayList<>();
            for (long left = counted >>> Change.CAUSE_BITS; left > 0; left--) {
                String segment = in.readText();
                long version = in.readNumber();
                steps.add(new Change.Step(segment, (version & 1) != 0, version >>> 1));
            }
            Change.Cause cause = CAUSES[(int) counted & (1 << Change.CAUSE_BITS) - 1];
            history.add(new Change(cause, Instant.ofEpochMilli(after), steps));
        }
        return history;
    }

    private Instant readInstant() {
        if (format <= THIRD_FORMAT) {
            return in.readFlag() ? Instant.ofEpochMilli(base - in.readSigned()) : null;
        }
        Long ago = in.readOptional();
        return ago == null ? null : Instant.ofEpochMilli(base - ago);
    }

    private long readSecond() {
        if (format <= THIRD_FORMAT) {
            return in.readFlag() ? base / 1_000 + in.readSigned() : Evaluation.NEVER;
        }
        Long ahead = in.readOptional();
        return ahead == null ? Evaluation.NEVER : base / 1_000 + ahead;
    }
}
