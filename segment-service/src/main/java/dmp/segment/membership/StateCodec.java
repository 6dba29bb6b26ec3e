package dmp.segment.membership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Link;
import dmp.profile.contract.ProfileChanged.MergedIdentifiers;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Dependencies;

/**
 * The state as bytes. The first byte tells the format; a new format gets a new one, and this class goes on reading the old.
 * Instants are kept in milliseconds; the tenant and the identifier are in the key and not repeated.
 */
final class StateCodec {

    private static final int FORMAT = 3;

    /** Without what realisations are worth. */
    private static final int SECOND_FORMAT = 2;

    /** Without links, too. */
    private static final int FIRST_FORMAT = 1;

    private static final long MILLIS_A_DAY = 86_400_000;

    private StateCodec() {}

    static byte[] encode(MembershipState state) {
        ProfileChanged profile = state.profile();
        CompactWriter out = new CompactWriter(known(profile.identifier()));
        long base = state.changedAt().toEpochMilli();
        out.writeByte(FORMAT);
        out.writeNumber(base);
        out.writeSigned(state.number());
        out.writeSigned(state.tickPosition());
        out.writeNumber(state.revision());
        out.writeNumber(state.version());
        out.writeInstant(state.receivedAt(), base);
        writeSecond(out, state.nextChange(), base);
        out.writeAll(state.memberships(), membership -> {
            out.writeText(membership.segment());
            out.writeNumber(membership.ruleVersion());
            out.writeSigned(base - membership.since().toEpochMilli());
            writeSecond(
                    out,
                    membership.until() == null
                            ? Evaluation.NEVER
                            : membership.until().getEpochSecond(),
                    base);
        });
        out.writeAll(state.entered(), out::writeText);
        out.writeAll(state.left(), out::writeText);
        write(out, profile, base);
        return out.toBytes();
    }

    private static void write(CompactWriter out, ProfileChanged profile, long base) {
        out.writeNumber(profile.version());
        out.writeInstant(profile.changedAt(), base);
        out.writeInstant(profile.receivedAt(), base);
        out.writeAll(profile.facts(), facts -> {
            out.writeText(facts.identifier());
            write(out, facts.consent(), base);
            out.writeAll(facts.attributes().entrySet(), attribute -> {
                out.writeText(attribute.getKey());
                out.writeText(attribute.getValue().value());
                out.writeInstant(attribute.getValue().at(), base);
                out.writeText(attribute.getValue().source());
            });
            out.writeAll(facts.realisations(), realisations -> {
                out.writeText(realisations.trait());
                out.writeText(realisations.source());
                boolean isWorthSomething = !realisations.values().isEmpty();
                out.writeNumber(2L * realisations.at().size() + (isWorthSomething ? 1 : 0));
                long before = base / 1_000;
                for (long second : realisations.at()) {
                    out.writeSigned(second - before);
                    before = second;
                }
                realisations.values().forEach(out::writeSigned);
            });
        });
        out.writeAll(profile.mergePolicies(), merged -> {
            out.writeText(merged.mergePolicy());
            out.writeAll(merged.identifiers(), out::writeText);
            out.writeNumber(merged.leftOut());
        });
        out.writeAll(profile.links(), link -> {
            out.writeNumber(link.one());
            out.writeNumber(link.other());
            out.writeNumber(link.matchMethod());
            out.writeSigned(base / MILLIS_A_DAY - link.day());
        });
    }

    private static void write(CompactWriter out, Consent consent, long base) {
        out.writeByte(consent == null ? 0 : 1 | (consent.profiling() ? 2 : 0) | (consent.activation() ? 4 : 0));
        if (consent != null) {
            out.writeInstant(consent.at(), base);
        }
    }

    private static void writeSecond(CompactWriter out, long second, long base) {
        out.writeFlag(second != Evaluation.NEVER);
        if (second != Evaluation.NEVER) {
            out.writeSigned(second - base / 1_000);
        }
    }

    /** @throws IllegalArgumentException when the bytes are of no format that is known here */
    static MembershipState decode(String tenant, String identifier, byte[] bytes) {
        CompactReader in = reader(identifier, bytes);
        long base = in.readNumber();
        long number = in.readSigned();
        long tickPosition = in.readSigned();
        long revision = in.readNumber();
        long version = in.readNumber();
        Instant receivedAt = in.readInstant(base);
        long nextChange = readSecond(in, base);
        List<Membership> memberships = in.readAll(() -> readMembership(in, in.readText(), base));
        List<String> entered = in.readAll(in::readText);
        List<String> left = in.readAll(in::readText);
        ProfileChanged profile = readProfile(in, tenant, identifier, base, Wanted.ALL);
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
                nextChange);
    }

    private static ProfileChanged readProfile(
            CompactReader in, String tenant, String identifier, long base, Wanted wanted) {
        return new ProfileChanged(
                tenant,
                identifier,
                in.readNumber(),
                in.readInstant(base),
                in.readInstant(base),
                in.readAll(() -> readFacts(in, base, wanted)),
                in.readAll(() -> new MergedIdentifiers(
                        in.readText(), in.readAll(in::readText), Math.toIntExact(in.readNumber()))),
                in.first() == FIRST_FORMAT
                        ? List.of()
                        : in.readAll(() -> new Link(
                                Math.toIntExact(in.readNumber()),
                                Math.toIntExact(in.readNumber()),
                                Math.toIntExact(in.readNumber()),
                                base / MILLIS_A_DAY - in.readSigned())));
    }

    private static Facts readFacts(CompactReader in, long base, Wanted wanted) {
        String identifier = in.readText();
        int flags = in.readByte();
        Consent consent = flags == 0 ? null : new Consent((flags & 2) != 0, (flags & 4) != 0, in.readInstant(base));
        return new Facts(identifier, consent, readAttributes(in, base, wanted), readRealisations(in, base, wanted));
    }

    private static Map<String, Attribute> readAttributes(CompactReader in, long base, Wanted wanted) {
        Map<String, Attribute> attributes = new HashMap<>();
        for (long count = in.readNumber(); count > 0; count--) {
            int key = in.passText();
            if (in.isOneOf(wanted.attributes(), key)) {
                attributes.put(in.text(key), new Attribute(in.readText(), in.readInstant(base), in.readText()));
            } else {
                in.passText();
                in.skipInstant();
                in.passText();
            }
        }
        return attributes;
    }

    private static List<Realisations> readRealisations(CompactReader in, long base, Wanted wanted) {
        List<Realisations> realisations = new ArrayList<>();
        boolean hasValues = in.first() > SECOND_FORMAT;
        for (long count = in.readNumber(); count > 0; count--) {
            int trait = in.passText();
            int source = in.passText();
            long counted = in.readNumber();
            int occurrences = Math.toIntExact(hasValues ? counted / 2 : counted);
            boolean isWorthSomething = hasValues && counted % 2 == 1;
            if (in.isOneOf(wanted.traits(), trait)) {
                List<Long> at = new ArrayList<>(occurrences);
                long second = base / 1_000;
                for (int i = 0; i < occurrences; i++) {
                    second += in.readSigned();
                    at.add(second);
                }
                List<Long> values = new ArrayList<>(isWorthSomething ? occurrences : 0);
                for (int i = 0; isWorthSomething && i < occurrences; i++) {
                    values.add(in.readSigned());
                }
                realisations.add(new Realisations(in.text(trait), in.text(source), at, values));
            } else {
                for (int i = isWorthSomething ? 2 * occurrences : occurrences; i > 0; i--) {
                    in.skipNumber();
                }
            }
        }
        return realisations;
    }

    /**
     * What is needed to see whether some segments decide otherwise than they did.
     *
     * @param revision of the rules that were asked
     * @param nextChange the second at which any answer changes by itself
     * @param memberships in the segments that were asked for
     * @param profile with those facts only that were asked for
     */
    record Glimpse(long revision, long nextChange, List<Membership> memberships, ProfileChanged profile) {}

    /** What a glimpse is to show; all else is gone over without being decoded. */
    record Wanted(Words segments, Words traits, Words attributes) {
        static final Wanted ALL = new Wanted(Words.ALL, Words.ALL, Words.ALL);

        /** Neither memberships nor facts: whose they would be, and what links them. */
        static final Wanted NOTHING = new Wanted(Words.NONE, Words.NONE, Words.NONE);

        /** What these rules of a tree ask about, directly or through segments they refer to. */
        static Wanted by(Collection<SegmentRule> rules, RuleTree tree, Collection<String> segments) {
            Set<String> traits = new HashSet<>();
            Set<String> attributes = new HashSet<>();
            for (SegmentRule segment : tree.withReferred(rules)) {
                Dependencies words = Dependencies.of(segment.rule());
                traits.addAll(words.traits());
                words.folders().forEach(folder -> traits.addAll(tree.taxonomy().traits(folder)));
                attributes.addAll(words.attributes());
            }
            return new Wanted(new Words(segments), new Words(traits), new Words(attributes));
        }
    }

    /** @throws IllegalArgumentException when the bytes are of no format that is known here */
    static Glimpse glimpse(String tenant, String identifier, byte[] bytes, Wanted wanted) {
        CompactReader in = reader(identifier, bytes);
        long base = in.readNumber();
        in.skipNumber();
        in.skipNumber();
        long revision = in.readNumber();
        in.skipNumber();
        in.skipInstant();
        long nextChange = readSecond(in, base);
        List<Membership> memberships = new ArrayList<>();
        for (long count = in.readNumber(); count > 0; count--) {
            int segment = in.passText();
            if (in.isOneOf(wanted.segments(), segment)) {
                memberships.add(readMembership(in, in.text(segment), base));
            } else {
                in.skipNumber();
                in.skipNumber();
                in.skipInstant();
            }
        }
        skipTexts(in);
        skipTexts(in);
        return new Glimpse(revision, nextChange, memberships, readProfile(in, tenant, identifier, base, wanted));
    }

    private static CompactReader reader(String identifier, byte[] bytes) {
        CompactReader in = new CompactReader(bytes, known(identifier));
        int format = in.readByte();
        if (format < FIRST_FORMAT || format > FORMAT) {
            throw new IllegalArgumentException("a state of format " + format);
        }
        return in;
    }

    private static void skipTexts(CompactReader in) {
        for (long count = in.readNumber(); count > 0; count--) {
            in.passText();
        }
    }

    private static Membership readMembership(CompactReader in, String segment, long base) {
        return new Membership(
                segment,
                in.readNumber(),
                Instant.ofEpochMilli(base - in.readSigned()),
                Evaluation.instant(readSecond(in, base)));
    }

    private static long readSecond(CompactReader in, long base) {
        return in.readFlag() ? base / 1_000 + in.readSigned() : Evaluation.NEVER;
    }

    /**
     * Texts that nearly every state has. Part of the format: never changed, only with a new one. Distinct, since an identifier
     * has a colon.
     */
    private static List<String> known(String identifier) {
        return List.of(
                identifier,
                ProfileChanged.LINKED_DEVICES,
                "geo.country",
                "geo.region",
                "geo.city",
                "device.type",
                "device.os",
                "device.browser");
    }
}
