package dmp.ingestion.onboarding;

/** The file as a whole cannot be read on; the upload has failed. The message never quotes a row. */
final class UnreadableFile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    UnreadableFile(String code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }
}
