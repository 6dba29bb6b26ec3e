package dmp.ingestion.publish;

/** Kafka has not acknowledged in time, or too much waits for it already. What was sent may still arrive. */
public final class Unavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unavailable(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
