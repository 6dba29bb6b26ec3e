package dmp.segment.membership;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.MergedIdentifiers;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.evaluation.Evaluation;

/**
 * The state as bytes. The first byte tells the format; a new format gets a new one, and this class goes on reading the old.
 * Instants are kept in milliseconds; the tenant and the identifier are in the key and not repeated.
 */
final class StateCodec {

    private static final int FORMAT = 1;

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
                long[] before = {base / 1_000};
                out.writeAll(realisations.at(), second -> {
                    out.writeSigned(second - before[0]);
                    before[0] = second;
                });
            });
        });
        out.writeAll(profile.mergePolicies(), merged -> {
            out.writeText(merged.mergePolicy());
            out.writeAll(merged.identifiers(), out::writeText);
            out.writeNumber(merged.leftOut());
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
        CompactReader in = new CompactReader(bytes, known(identifier));
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IllegalArgumentException("a state of format " + format);
        }
        long base = in.readNumber();
        long number = in.readSigned();
        long tickPosition = in.readSigned();
        long revision = in.readNumber();
        long version = in.readNumber();
        Instant receivedAt = in.readInstant(base);
        long nextChange = readSecond(in, base);
        List<Membership> memberships = in.readAll(() -> new Membership(
                in.readText(),
                in.readNumber(),
                Instant.ofEpochMilli(base - in.readSigned()),
                Evaluation.instant(readSecond(in, base))));
        List<String> entered = in.readAll(in::readText);
        List<String> left = in.readAll(in::readText);
        ProfileChanged profile = readProfile(in, tenant, identifier, base);
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

    private static ProfileChanged readProfile(CompactReader in, String tenant, String identifier, long base) {
        return new ProfileChanged(
                tenant,
                identifier,
                in.readNumber(),
                in.readInstant(base),
                in.readInstant(base),
                in.readAll(() -> readFacts(in, base)),
                in.readAll(() -> new MergedIdentifiers(
                        in.readText(), in.readAll(in::readText), Math.toIntExact(in.readNumber()))));
    }

    private static Facts readFacts(CompactReader in, long base) {
        String identifier = in.readText();
        int flags = in.readByte();
        Consent consent = flags == 0 ? null : new Consent((flags & 2) != 0, (flags & 4) != 0, in.readInstant(base));
        Map<String, Attribute> attributes = new HashMap<>();
        for (long count = in.readNumber(); count > 0; count--) {
            attributes.put(in.readText(), new Attribute(in.readText(), in.readInstant(base), in.readText()));
        }
        List<Realisations> realisations = in.readAll(() -> {
            String trait = in.readText();
            String source = in.readText();
            long[] before = {base / 1_000};
            return new Realisations(trait, source, in.readAll(() -> before[0] += in.readSigned()));
        });
        return new Facts(identifier, consent, attributes, realisations);
    }

    private static long readSecond(CompactReader in, long base) {
        return in.readFlag() ? base / 1_000 + in.readSigned() : Evaluation.NEVER;
    }

    /** Texts that nearly every state has. Part of the format: never changed, only with a new one. */
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
