package dmp.ingestion;

/** All keys of this service in Redis; each lies in one slot of a cluster, decided by what stands in braces. */
public final class RedisKeys {

    private RedisKeys() {}

    /** Present while an event with this id is known to be durable. */
    public static String seenEvent(String tenant, String eventId) {
        return "seen:{" + tenant + '|' + eventId + '}';
    }

    /** A hash: how far an upload has come. */
    public static String uploadProgress(String tenant, String uploadId) {
        return "upload:{" + tenant + '|' + uploadId + "}:progress";
    }

    /** A list: the receipts of an upload's bad rows, as JSON, in the order of the file. */
    public static String uploadReceipts(String tenant, String uploadId) {
        return "upload:{" + tenant + '|' + uploadId + "}:receipts";
    }
}
