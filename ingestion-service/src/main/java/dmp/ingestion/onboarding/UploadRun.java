package dmp.ingestion.onboarding;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.smallrye.mutiny.Uni;

import dmp.ingestion.collect.Collector;
import dmp.ingestion.collect.ItemResult;
import dmp.ingestion.collect.Submission;
import dmp.ingestion.consent.PrivacySignals;
import dmp.ingestion.normalise.SubmittedEvent.Client;
import dmp.ingestion.source.SourceDirectory.TenantSource;

/** One attempt at an upload's content. Batches come one after the other. */
final class UploadRun {

    private final UploadRow upload;
    private final Mapping mapping;
    private final TenantSource sender;
    private final Collector collector;
    private final UploadProgress board;
    private final int maxReceipts;
    private final AtomicLong bytes = new AtomicLong();

    private volatile Progress progress = Progress.NONE;

    UploadRun(UploadRow upload, TenantSource sender, Collector collector, UploadProgress board, int maxReceipts) {
        this.upload = upload;
        this.mapping = upload.declaration.mapping();
        this.sender = sender;
        this.collector = collector;
        this.board = board;
        this.maxReceipts = maxReceipts;
    }

    /** Bytes read so far; the reader counts them. */
    AtomicLong bytes() {
        return bytes;
    }

    Progress progress() {
        return progress;
    }

    /** Completes when the rows are durable or have their receipt, and the progress says so. */
    Uni<Void> process(List<Row> rows) {
        List<Submission> submissions = new ArrayList<>(rows.size());
        rows.forEach(row -> submissions.add(submission(row)));
        return collector
                .collect(new Collector.Batch(sender, submissions, Client.UNKNOWN, PrivacySignals.NONE, false))
                .flatMap(results -> record(rows, results));
    }

    /** Bytes after the last row count too. */
    Uni<Void> finish() {
        progress = progress.plus(0, 0, 0, bytes.get());
        return board.write(upload.key, upload.attempt, progress, List.of());
    }

    private Submission submission(Row row) {
        return switch (row) {
            case Row.Cells cells -> new Submission.Readable(mapping.event(upload.key.id() + ':' + cells.line(), cells));
            case Row.Broken broken -> new Submission.Unreadable(broken.rejection());
        };
    }

    private Uni<Void> record(List<Row> rows, List<ItemResult> results) {
        List<Receipt> receipts = new ArrayList<>();
        int rejected = 0;
        for (int i = 0; i < results.size(); i++) {
            ItemResult result = results.get(i);
            if (result.status() == ItemResult.Status.REJECTED) {
                rejected++;
                if (progress.receipts() + receipts.size() < maxReceipts) {
                    receipts.add(receipt(rows.get(i), result));
                }
            }
        }
        progress = progress.plus(results.size() - rejected, rejected, receipts.size(), bytes.get());
        return board.write(upload.key, upload.attempt, progress, receipts);
    }

    private Receipt receipt(Row row, ItemResult result) {
        String column =
                switch (row) {
                    case Row.Cells cells -> mapping.columnOf(result.pointer(), cells);
                    case Row.Broken broken -> broken.rejection().pointer();
                };
        return new Receipt(row.line(), result.code(), result.reason(), column);
    }
}
