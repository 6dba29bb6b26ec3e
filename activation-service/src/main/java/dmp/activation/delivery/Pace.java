package dmp.activation.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

import dmp.activation.destination.Condition;
import dmp.activation.destination.Condition.Status;
import dmp.activation.network.Answer;
import dmp.activation.network.Capabilities;

/**
 * How fast a destination may be sent to, by what it answered: never given up, but slower with each failure, one request at a
 * time until it is well again, and smaller requests when it does not take large ones. Used by one loop at a time.
 */
final class Pace {

    private final Capabilities capabilities;
    private final Backoff backoff;
    private final DoubleSupplier random;
    private volatile Condition condition;
    private volatile int changesAtOnce;

    Pace(Capabilities capabilities, Backoff backoff, DoubleSupplier random, Condition condition) {
        this.capabilities = capabilities;
        this.backoff = backoff;
        this.random = random;
        this.condition = condition;
        this.changesAtOnce = capabilities.mostChanges();
    }

    Condition condition() {
        return condition;
    }

    boolean isOpen(Instant now) {
        return condition.retryAt() == null || !now.isBefore(condition.retryAt());
    }

    int changesAtOnce() {
        return changesAtOnce;
    }

    int requestsAtOnce() {
        return condition.failures() > 0 ? 1 : capabilities.mostConcurrent();
    }

    /** Whether the request was so small that the answer is about the one record in it. */
    static boolean isAboutTheRecord(Answer answer, int changes) {
        return changes == 1
                && switch (answer) {
                    case Answer.TooLarge tooLarge -> true;
                    case Answer.Refused refused ->
                        refused.code().equals("http-400") || refused.code().equals("http-422");
                    case Answer.Acknowledged acknowledged -> false;
                    case Answer.Promised promised -> false;
                    case Answer.Throttled throttled -> false;
                    case Answer.Unavailable unavailable -> false;
                };
    }

    /** @param changes how many were in the request */
    synchronized void note(Answer answer, int changes, Instant now) {
        switch (answer) {
            case Answer.Acknowledged acknowledged -> succeeded(now);
            case Answer.Promised promised -> succeeded(now);
            case Answer.Throttled throttled ->
                failed(Status.THROTTLED, throttled.code(), "The network asks for time.", throttled.retryAfter(), now);
            case Answer.Unavailable unavailable ->
                failed(
                        Status.FAILING,
                        unavailable.code(),
                        "The network did not answer.",
                        unavailable.retryAfter(),
                        now);
            case Answer.TooLarge tooLarge -> {
                halve(changes);
                failed(
                        Status.FAILING,
                        tooLarge.code(),
                        "The request was too large for the network.",
                        Duration.ZERO,
                        now);
            }
            case Answer.Refused refused -> {
                if (refused.code().equals("http-400") || refused.code().equals("http-422")) {
                    halve(changes);
                }
                failed(Status.FAILING, refused.code(), refused.message(), null, now);
            }
        }
    }

    private void succeeded(Instant now) {
        condition = condition.succeeded(now);
        changesAtOnce = (int) Math.min(capabilities.mostChanges(), changesAtOnce * 2L);
    }

    private void halve(int changes) {
        changesAtOnce = Math.max(1, Math.min(changes, changesAtOnce) / 2);
    }

    private void failed(Status status, String code, String message, Duration retryAfter, Instant now) {
        Duration wait = retryAfter != null ? retryAfter : backoff.after(condition.failures() + 1, random.getAsDouble());
        condition = condition.failed(status, new Condition.Error(code, message, now), now.plus(wait));
    }
}
