package dmp.ingestion.quarantine;

/** Ends the treatment of one event. Without a stack trace, because refusals are as ordinary as events. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    public Refused(RejectionCode code, String reason, String pointer) {
        super(code.wire(), null, false, false);
        this.rejection = new Rejection(code, reason, pointer);
    }

    public Rejection rejection() {
        return rejection;
    }
}
