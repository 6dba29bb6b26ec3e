package dmp.activation.report;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dmp.activation.campaign.Target;
import dmp.activation.delivery.Ledger.Entry;
import dmp.activation.delivery.Standing;

/**
 * Counts, for one segment at one destination, how far each member has come, and where and why it was lost. Every member is
 * counted once at each step that it reaches, and once as a drop at the first that it does not.
 */
final class Funnel {

    enum Step {
        IDENTIFIABLE,
        CONSENTED,
        SENT,
        ACKNOWLEDGED
    }

    /** @param step the step that was not reached, as the API spells it */
    record Drop(String step, String reason, long count) {}

    private record Loss(Step step, String reason) {}

    private final Target target;
    private final String segment;
    private final boolean running;
    private final long[] reached = new long[Step.values().length];
    private final Map<Step, Map<String, Long>> losses = new TreeMap<>();
    private final Set<String> sent = new HashSet<>();
    private final Set<String> acknowledged = new HashSet<>();
    private long members;

    Funnel(Target target, String segment, Instant now) {
        this.target = target;
        this.segment = segment;
        this.running = target.running(now).contains(segment);
    }

    /** @param names entries of those of {@link Target#namesOf} for this member */
    void count(Entry member, Collection<Entry> names) {
        if (!member.audience().segments().contains(segment)) {
            return;
        }
        members++;
        Loss loss = loss(member, names);
        int steps = loss == null ? reached.length : loss.step().ordinal();
        for (int step = 0; step < steps; step++) {
            reached[step]++;
        }
        if (loss != null) {
            losses.computeIfAbsent(loss.step(), step -> new TreeMap<>()).merge(loss.reason(), 1L, Long::sum);
        }
    }

    private Loss loss(Entry member, Collection<Entry> names) {
        if (names.isEmpty()) {
            return new Loss(Step.IDENTIFIABLE, "no-known-identifier");
        }
        if (member.audience().isDenied()) {
            return new Loss(Step.CONSENTED, "consent-denied");
        }
        List<Entry> open = names.stream()
                .filter(name -> !name.audience().isDenied() && !name.audience().isOptedOut())
                .toList();
        if (open.isEmpty()) {
            boolean optedOut = names.stream().anyMatch(name -> name.audience().isOptedOut());
            return new Loss(Step.CONSENTED, optedOut ? "opted-out" : "consent-denied-by-linked-identifier");
        }
        Standing furthest = null;
        for (Entry name : open) {
            Standing standing = name.standings().get(segment);
            if (standing != null) {
                sent.add(name.audience().identifier());
                furthest = furthest == null || standing.isHeld() ? standing : furthest;
                if (standing.isHeld()) {
                    acknowledged.add(name.audience().identifier());
                }
            }
        }
        return switch (furthest) {
            case null -> new Loss(Step.SENT, running ? "waiting-to-be-sent" : "flight-not-running");
            case Standing.Held held -> null;
            case Standing.InFlight flying ->
                flying.isHeld() ? null : new Loss(Step.ACKNOWLEDGED, "awaiting-acknowledgement");
            case Standing.Refused refused ->
                refused.isHeld() ? null : new Loss(Step.ACKNOWLEDGED, "refused-" + refused.code());
        };
    }

    Target target() {
        return target;
    }

    long members() {
        return members;
    }

    long reached(Step step) {
        return reached[step.ordinal()];
    }

    int identifiersSent() {
        return sent.size();
    }

    int identifiersAcknowledged() {
        return acknowledged.size();
    }

    List<Drop> drops() {
        return losses.entrySet().stream()
                .flatMap(step -> step.getValue().entrySet().stream()
                        .map(reason -> new Drop(
                                step.getKey().name().toLowerCase(java.util.Locale.ROOT),
                                reason.getKey(),
                                reason.getValue())))
                .toList();
    }
}
