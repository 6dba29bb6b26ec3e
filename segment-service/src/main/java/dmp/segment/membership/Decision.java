package dmp.segment.membership;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dmp.profile.contract.ProfileChanged;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.Profile;
import dmp.segment.evaluation.RuleIndex;
import dmp.segment.evaluation.SegmentRule;

/**
 * What becomes of one identifier's state. Pure: the same state, messages, rules and instant give the same decision.
 *
 * @param before the state until now; null when there was none
 * @param state the new state; null when nothing is known of the identifier and nothing need be
 * @param changed the state has a new version, to be told
 * @param repeated a message came again, so what follows from the state may never have been done
 */
record Decision(MembershipState before, MembershipState state, boolean changed, boolean repeated) {

    private static final Decision NOTHING_KNOWN = new Decision(null, null, false, false);

    /** True when others are to be told of the state. A version 0 is of no interest to them: nothing was ever told of it. */
    boolean isTold() {
        return state != null && state.version() > 0 && (changed || repeated);
    }

    /**
     * @param before the state, or null when there is none
     * @param number the identifier's number if it is to have one now
     * @param rules of the identifier's tenant
     * @param revision of these rules
     * @param historyKept how many of the latest changes the state keeps
     */
    static Decision of(
            MembershipState before,
            Pending pending,
            long number,
            RuleIndex rules,
            long revision,
            int historyKept,
            Instant now) {
        ProfileChanged profile = newer(before, pending.profile());
        if (profile == null) {
            return NOTHING_KNOWN;
        }
        boolean applied = before == null || profile != before.profile();
        boolean repeated = before != null && pending.isRepeatedFor(before);
        Instant decidedAt = now.truncatedTo(ChronoUnit.MILLIS);
        Evaluation evaluation = profile.isForgotten()
                ? Evaluation.NOTHING
                : rules.evaluate(new Profile(profile), decidedAt.getEpochSecond());
        Turnover turnover =
                Turnover.of(before == null ? List.of() : before.memberships(), evaluation.held(), decidedAt);
        boolean changed = differs(before, profile, turnover);
        MembershipState after = new MembershipState(
                number,
                profile,
                Math.max(pending.tickPosition(), before == null ? -1 : before.tickPosition()),
                revision,
                changed ? nextVersion(before, decidedAt) : version(before),
                changed || before == null ? decidedAt : before.changedAt(),
                receivedAt(before, profile, applied, changed),
                turnover.memberships(),
                changed ? turnover.entered() : before == null ? List.of() : before.entered(),
                changed ? turnover.left() : before == null ? List.of() : before.left(),
                evaluation.nextChange(),
                profile.isForgotten()
                        ? List.of()
                        : history(
                                before,
                                new Change(pending.cause(), decidedAt, steps(before, turnover, rules)),
                                historyKept));
        return new Decision(before, after, changed, repeated);
    }

    private static List<Change> history(MembershipState before, Change change, int kept) {
        List<Change> earlier = before == null ? List.of() : before.history();
        if (change.steps().isEmpty()) {
            return earlier;
        }
        return Stream.concat(Stream.of(change), earlier.stream()).limit(kept).toList();
    }

    /** Which segments were entered and left, and by which versions of their rules. */
    private static List<Change.Step> steps(MembershipState before, Turnover turnover, RuleIndex rules) {
        List<Change.Step> steps =
                new ArrayList<>(turnover.entered().size() + turnover.left().size());
        int entered = 0;
        for (Membership membership : turnover.memberships()) {
            if (entered < turnover.entered().size()
                    && membership.segment().equals(turnover.entered().get(entered))) {
                steps.add(new Change.Step(membership.segment(), true, membership.ruleVersion()));
                entered++;
            }
        }
        for (String segment : turnover.left()) {
            long lastAsked =
                    before.membership(segment).map(Membership::ruleVersion).orElse(0L);
            steps.add(new Change.Step(
                    segment,
                    false,
                    rules.segment(segment).map(SegmentRule::ruleVersion).orElse(lastAsked)));
        }
        return steps;
    }

    /** The profile to decide by: a record older than the one already seen is passed over. */
    private static ProfileChanged newer(MembershipState before, ProfileChanged profile) {
        if (before == null) {
            return profile;
        }
        return profile != null && profile.version() > before.profile().version() ? profile : before.profile();
    }

    /**
     * What others go by: the set of segments, consent and links, and being forgotten. That a membership lasts longer than
     * was told does not count, or every page view of a member would be told. Of one who was in no segment yet, only a denial
     * is told: it also counts for linked identifiers that never spoke.
     */
    private static boolean differs(MembershipState before, ProfileChanged profile, Turnover turnover) {
        if (before == null || before.version() == 0) {
            return profile.isForgotten()
                    || !turnover.memberships().isEmpty()
                    || MembershipState.deniesActivation(profile);
        }
        return before.isForgotten() != profile.isForgotten()
                || !turnover.entered().isEmpty()
                || !turnover.left().isEmpty()
                || before.activationAllowed() != MembershipState.activationAllowed(profile)
                || !before.linkedIdentifiers().equals(MembershipState.linkedIdentifiers(profile));
    }

    private static long version(MembershipState before) {
        return before == null ? 0 : before.version();
    }

    /** Grows even when the state before was lost or its tombstone has expired, since time has passed meanwhile. */
    private static long nextVersion(MembershipState before, Instant now) {
        return Math.max(version(before) + 1, now.toEpochMilli());
    }

    private static Instant receivedAt(
            MembershipState before, ProfileChanged profile, boolean applied, boolean changed) {
        if (!changed) {
            return before == null ? null : before.receivedAt();
        }
        return applied && profile.receivedAt() != null ? profile.receivedAt().truncatedTo(ChronoUnit.MILLIS) : null;
    }
}
