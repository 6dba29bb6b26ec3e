package dmp.ingestion.onboarding;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an upload stands. Only a completed one takes no content any more. */
enum UploadState {
    @JsonProperty("awaiting-content")
    AWAITING_CONTENT,
    /** Content is being read; or it was, and the instance that read it is gone: then it is sent again. */
    @JsonProperty("processing")
    PROCESSING,
    @JsonProperty("completed")
    COMPLETED,
    /** The file could not be read on. What was read before counts; the mended file may be sent to the same upload. */
    @JsonProperty("failed")
    FAILED
}
