package dmp.ingestion.onboarding;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * An upload as it is shown: the row, and its progress from wherever that stands now.
 *
 * @param receipts how many of the rejected rows have a receipt kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UploadStatus(
        String id,
        String source,
        Declaration.Format format,
        UploadState state,
        Instant createdAt,
        Instant endedAt,
        long rows,
        long accepted,
        long rejected,
        long bytes,
        long receipts,
        UploadRow.Failure failure) {

    static UploadStatus of(UploadRow row, Progress running) {
        Progress progress = row.outcome == null ? running : row.outcome.progress();
        return new UploadStatus(
                row.key.id(),
                row.declaration.source(),
                row.declaration.format(),
                row.state,
                row.createdAt,
                row.outcome == null ? null : row.outcome.at(),
                progress.rows(),
                progress.accepted(),
                progress.rejected(),
                progress.bytes(),
                progress.receipts(),
                row.outcome == null ? null : row.outcome.failure());
    }
}
