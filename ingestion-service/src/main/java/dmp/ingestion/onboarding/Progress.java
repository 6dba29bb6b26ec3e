package dmp.ingestion.onboarding;

/**
 * How far a file has been read. All rows counted here are durable or have their receipt.
 *
 * @param bytes as they came, packed or not
 * @param receipts kept, at most as many as are rejected
 */
record Progress(long rows, long accepted, long rejected, long bytes, long receipts) {

    static final Progress NONE = new Progress(0, 0, 0, 0, 0);

    Progress plus(long moreAccepted, long moreRejected, long moreReceipts, long bytesSoFar) {
        return new Progress(
                rows + moreAccepted + moreRejected,
                accepted + moreAccepted,
                rejected + moreRejected,
                bytesSoFar,
                receipts + moreReceipts);
    }
}
