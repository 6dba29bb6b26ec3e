package dmp.activation.destination;

import java.time.Instant;

/**
 * How deliveries to a destination fare.
 *
 * @param since from when on it has been so
 * @param lastError what went wrong last, also when all is well again; null when nothing ever did
 * @param retryAt when the next attempt is due; null when nothing holds it up
 * @param failures attempts that failed in a row
 */
public record Condition(
        Status status, Instant since, Error lastError, Instant lastSuccessAt, Instant retryAt, int failures) {

    public enum Status {
        HEALTHY,
        THROTTLED,
        FAILING
    }

    public record Error(String code, String message, Instant at) {}

    public static Condition healthySince(Instant since) {
        return new Condition(Status.HEALTHY, since, null, null, null, 0);
    }

    public Condition succeeded(Instant now) {
        return new Condition(Status.HEALTHY, status == Status.HEALTHY ? since : now, lastError, now, null, 0);
    }

    public Condition failed(Status as, Error error, Instant retryAt) {
        return new Condition(as, status == as ? since : error.at(), error, lastSuccessAt, retryAt, failures + 1);
    }
}
