package dmp.segment.membership;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

import dmp.segment.backfill.Differences;
import dmp.segment.definition.Rulebook;
import dmp.segment.definition.Rulebooks;
import dmp.segment.membership.MembershipStore.Encoded;
import dmp.segment.membership.StateCodec.Glimpse;
import dmp.segment.running.FreshContext;

/** Compares what some segments decided with what they would decide now. Reads of a state only what their rules ask about. */
@ApplicationScoped
class Reconsideration implements Differences {

    /** So long at most what is live goes first: longer than it takes when there is little else to do. */
    private static final Duration COURTESY = Duration.ofMillis(4);

    /**
     * While there are live profiles, a look is followed by a rest so many times as long: short enough that a million are looked at
     * within half a minute.
     */
    private static final int REST = 4;

    private final ProfileConsumer live;
    private final MembershipStore store;
    private final Rulebooks rulebooks;
    private volatile Asked asked;

    Reconsideration(ProfileConsumer live, MembershipStore store, Rulebooks rulebooks) {
        this.live = live;
        this.store = store;
        this.rulebooks = rulebooks;
    }

    @Override
    public Uni<List<String>> among(String tenant, List<String> identifierKeys, Set<String> segments, long revision) {
        return live.calm()
                .ifNoItem()
                .after(COURTESY)
                .recoverWithItem((Void) null)
                .emitOn(FreshContext.current())
                .chain(() -> {
                    long begun = System.nanoTime();
                    return look(tenant, identifierKeys, segments, revision).call(() -> rest(System.nanoTime() - begun));
                });
    }

    private Uni<List<String>> look(String tenant, List<String> identifierKeys, Set<String> segments, long revision) {
        return rulebooks
                .atLeast(tenant, revision)
                .chain(rulebook -> store.readEncoded(tenant, identifierKeys)
                        // Thousands of states at once take longer than an event loop may be kept.
                        .emitOn(Infrastructure.getDefaultExecutor())
                        .map(encoded ->
                                differing(tenant, identifierKeys, encoded, asking(rulebook, segments), revision)))
                .emitOn(FreshContext.current());
    }

    /** Both want the same processors: what is live is not to find them taken again and again. */
    private Uni<Void> rest(long lookNanos) {
        Uni<Void> now = Uni.createFrom().voidItem();
        // A timer knows no less than a millisecond.
        long millis = Math.max(1, Duration.ofNanos(REST * lookNanos).toMillis());
        return live.isQuiet() ? now : now.onItem().delayIt().by(Duration.ofMillis(millis));
    }

    private static List<String> differing(
            String tenant, List<String> identifierKeys, Encoded encoded, Question question, long revision) {
        long now = Instant.now().getEpochSecond();
        int identifierFrom = tenant.length() + 1;
        List<String> differing = new ArrayList<>();
        for (int i = 0; i < identifierKeys.size(); i++) {
            String key = identifierKeys.get(i);
            byte[] state = encoded.states().get(i);
            if (state != null) {
                Glimpse glimpse = StateCodec.glimpse(
                        tenant, key.substring(identifierFrom), state, encoded.dictionary(), question.wanted());
                if (glimpse.revision() < revision && question.isAnsweredOtherwise(glimpse, now)) {
                    differing.add(key);
                }
            }
        }
        return differing;
    }

    /** The question of the last step is nearly always that of the next. */
    private Question asking(Rulebook rulebook, Set<String> segments) {
        Asked last = asked;
        if (last == null || last.rulebook() != rulebook || !last.segments().equals(segments)) {
            last = new Asked(rulebook, segments, Question.about(rulebook.index(), segments));
            asked = last;
        }
        return last.question();
    }

    private record Asked(Rulebook rulebook, Set<String> segments, Question question) {}
}
