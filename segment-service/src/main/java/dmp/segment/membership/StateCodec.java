package dmp.segment.membership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.dictionary.Dictionary;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Dependencies;

/**
 * The state as bytes. The first byte tells the format; a new format gets a new one, and {@link StateReader} goes on reading the old.
 * Instants are kept in milliseconds, as what they are apart from the one before; the tenant and the identifier are in the key and not
 * repeated.
 */
final class StateCodec {

    /** With words of the dictionary, and the history. */
    static final int FORMAT = 4;

    /** Texts are all written out, and what comes one after the other stands for itself. */
    static final int THIRD_FORMAT = 3;

    /** Without what realisations are worth, too. */
    static final int SECOND_FORMAT = 2;

    /** Without links, too. */
    static final int FIRST_FORMAT = 1;

    static final long MILLIS_A_DAY = 86_400_000;

    private StateCodec() {}

    static byte[] encode(MembershipState state, Dictionary dictionary) {
        ProfileChanged profile = state.profile();
        CompactWriter out = new CompactWriter(known(profile.identifier()), dictionary);
        long base = state.changedAt().toEpochMilli();
        out.writeByte(FORMAT);
        out.writeNumber(out.words());
        out.writeFixed(dictionary.fingerprint(out.words()));
        out.writeNumber(base);
        out.writeSigned(state.number());
        out.writeSigned(state.tickPosition());
        out.writeNumber(state.revision());
        out.writeSigned(base - state.version());
        write(out, state.receivedAt(), base);
        writeSecond(out, state.nextChange(), base);
        writeMemberships(out, state.memberships(), base);
        out.writeAll(state.entered(), out::writeWord);
        out.writeAll(state.left(), out::writeWord);
        new ProfileWriter(out, base).write(profile);
        writeHistory(out, state.history(), base);
        return out.toBytes();
    }

    private static void writeMemberships(CompactWriter out, List<Membership> memberships, long base) {
        out.writeNumber(memberships.size());
        long before = base;
        for (Membership membership : memberships) {
            long since = membership.since().toEpochMilli();
            out.writeWord(membership.segment());
            out.writeNumber(membership.ruleVersion());
            out.writeSigned(before - since);
            writeSecond(
                    out,
                    membership.until() == null
                            ? Evaluation.NEVER
                            : membership.until().getEpochSecond(),
                    base);
            before = since;
        }
    }

    private static void writeHistory(CompactWriter out, List<Change> history, long base) {
        out.writeNumber(history.size());
        long after = base;
        for (Change change : history) {
            long at = change.at().toEpochMilli();
            out.writeNumber((long) change.steps().size() << Change.CAUSE_BITS
                    | change.cause().ordinal());
            out.writeSigned(after - at);
            for (Change.Step step : change.steps()) {
                out.writeWord(step.segment());
                out.writeNumber(step.ruleVersion() << 1 | (step.entered() ? 1 : 0));
            }
            after = at;
        }
    }

    /** Writes facts one after the other, each beside the one before. */
    private static final class ProfileWriter {

        private final CompactWriter out;
        private final long base;
        private String source;
        private long at;

        ProfileWriter(CompactWriter out, long base) {
            this.out = out;
            this.base = base;
            this.at = base;
        }

        void write(ProfileChanged profile) {
            out.writeNumber(profile.version());
            StateCodec.write(out, profile.changedAt(), base);
            StateCodec.write(out, profile.receivedAt(), base);
            out.writeAll(profile.facts(), facts -> {
                out.writeText(facts.identifier());
                write(facts.consent());
                out.writeAll(facts.attributes().entrySet(), this::write);
                write(facts.realisations());
            });
            out.writeAll(profile.mergePolicies(), merged -> {
                out.writeWord(merged.mergePolicy());
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

        private void write(Consent consent) {
            out.writeByte(consent == null ? 0 : 1 | (consent.profiling() ? 2 : 0) | (consent.activation() ? 4 : 0));
            if (consent != null) {
                StateCodec.write(out, consent.at(), base);
            }
        }

        private void write(Map.Entry<String, Attribute> entry) {
            Attribute attribute = entry.getValue();
            out.writeWord(entry.getKey());
            out.writeText(attribute.value());
            long observed = attribute.at().toEpochMilli();
            boolean isOfAnother = !attribute.source().equals(source);
            out.writeSigned((at - observed) << 1 | (isOfAnother ? 1 : 0));
            at = observed;
            writeSource(attribute.source(), isOfAnother);
        }

        /** In two parts: as they are, and those that can be written in bits, by source. */
        private void write(List<Realisations> all) {
            List<Realisations> others = new ArrayList<>();
            Map<String, List<Numbered>> sourceToNumbered = new LinkedHashMap<>();
            for (Realisations realisations : all) {
                int number = out.number(realisations.trait());
                if (number >= 0 && Numbered.fits(realisations, base / 1_000)) {
                    sourceToNumbered
                            .computeIfAbsent(realisations.source(), _ -> new ArrayList<>())
                            .add(new Numbered(number, realisations.at()));
                } else {
                    others.add(realisations);
                }
            }
            out.writeAll(others, this::write);
            out.writeNumber(sourceToNumbered.size());
            sourceToNumbered.forEach((name, numbered) -> {
                boolean isOfAnother = !name.equals(source);
                out.writeNumber((long) numbered.size() << 1 | (isOfAnother ? 1 : 0));
                writeSource(name, isOfAnother);
                Numbered.write(out, numbered, base / 1_000);
            });
        }

        private void write(Realisations realisations) {
            out.writeWord(realisations.trait());
            boolean isOfAnother = !realisations.source().equals(source);
            boolean isWorthSomething = !realisations.values().isEmpty();
            out.writeNumber((long) realisations.at().size() << 2 | (isWorthSomething ? 2 : 0) | (isOfAnother ? 1 : 0));
            writeSource(realisations.source(), isOfAnother);
            long before = base / 1_000;
            for (long second : realisations.at()) {
                out.writeSigned(second - before);
                before = second;
            }
            realisations.values().forEach(out::writeSigned);
        }

        private void writeSource(String name, boolean isOfAnother) {
            if (isOfAnother) {
                out.writeWord(name);
                source = name;
            }
        }
    }

    private static void write(CompactWriter out, Instant instant, long base) {
        out.writeOptional(instant == null ? null : base - instant.toEpochMilli());
    }

    private static void writeSecond(CompactWriter out, long second, long base) {
        out.writeOptional(second == Evaluation.NEVER ? null : second - base / 1_000);
    }

    /**
     * @param dictionary with at least as many words as {@link StateReader#words} tells
     * @throws IllegalArgumentException when the bytes are of no format that is known here
     * @throws IllegalStateException when it was written with another dictionary
     */
    static MembershipState decode(String tenant, String identifier, byte[] bytes, Dictionary dictionary) {
        return new StateReader(tenant, identifier, bytes, dictionary, Wanted.ALL).state();
    }

    /** As {@link #decode}, but for what is wanted only. */
    static Glimpse glimpse(String tenant, String identifier, byte[] bytes, Dictionary dictionary, Wanted wanted) {
        return new StateReader(tenant, identifier, bytes, dictionary, wanted).glimpse();
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

    /**
     * Texts that nearly every state has. Part of the format: never changed, only with a new one. Distinct, since an identifier
     * has a colon.
     */
    static List<String> known(String identifier) {
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
