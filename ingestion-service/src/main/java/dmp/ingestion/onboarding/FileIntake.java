package dmp.ingestion.onboarding;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import dmp.ingestion.collect.Collector;
import dmp.ingestion.problem.Problem;
import dmp.ingestion.source.SourceDirectory;
import dmp.ingestion.source.SourceDirectory.TenantSource;

/**
 * Reads a file while it arrives: unpack, cut into rows, send them on by batches. The next batch is asked for when the
 * last one is durable, so a slow Kafka slows the sender, and memory holds no more than a batch.
 */
@Singleton
class FileIntake {

    private static final Logger LOG = Logger.getLogger(FileIntake.class);

    /** Gzip makes at most a thousandfold of a piece: so small a piece keeps that within a few megabytes. */
    private static final int PIECE = 4_096;

    private final Uploads uploads;
    private final UploadProgress progress;
    private final Collector collector;
    private final SourceDirectory directory;
    private final OnboardingConfig config;

    FileIntake(
            Uploads uploads,
            UploadProgress progress,
            Collector collector,
            SourceDirectory directory,
            OnboardingConfig config) {
        this.uploads = uploads;
        this.progress = progress;
        this.collector = collector;
        this.directory = directory;
        this.config = config;
    }

    /**
     * @param content the body in pieces; it is read to its end, or until it turns out unreadable
     * @return the upload when it has ended; fails when it was interrupted, then the content may be sent again
     */
    Uni<UploadRow> take(UploadRow.Key key, Multi<byte[]> content) {
        return uploads.begin(key).flatMap(upload -> {
            if (upload.state == UploadState.COMPLETED) {
                // The sender has not heard that it went well: hear it out, and say it again.
                return content.onItem().ignoreAsUni().replaceWith(upload);
            }
            return directory.byId(key.tenant(), upload.declaration.source()).flatMap(found -> {
                TenantSource sender = found.orElseThrow(() -> Problem.of(
                        409, "source-archived", "The source of this upload was archived. Declare it for another."));
                return progress.begin(key, upload.attempt).flatMap(_ -> read(upload, sender, content));
            });
        });
    }

    private Uni<UploadRow> read(UploadRow upload, TenantSource sender, Multi<byte[]> content) {
        UploadRun run = new UploadRun(upload, sender, collector, progress, config.maxReceipts());
        RowReader reader = upload.declaration.reader(
                config.maxRow().asLongValue() > Integer.MAX_VALUE
                        ? Integer.MAX_VALUE
                        : (int) config.maxRow().asLongValue());
        return rows(content, reader, run.bytes())
                .group()
                .intoLists()
                .of(config.batchRows())
                .onItem()
                .transformToUniAndConcatenate(run::process)
                .onItem()
                .ignoreAsUni()
                .flatMap(_ -> run.finish())
                .flatMap(_ -> end(upload, UploadState.COMPLETED, run.progress(), null))
                .onFailure(UnreadableFile.class)
                .recoverWithUni(failure -> fail(upload, run.progress(), (UnreadableFile) failure))
                .onFailure(failure -> !(failure instanceof Problem))
                .call(failure -> interrupted(upload, failure.getClass().getSimpleName()))
                // A sender that hangs up is no failure to Quarkus REST: it cancels what it has waited for.
                .onCancellation()
                .call(() -> interrupted(upload, "sender gone"));
    }

    private static Multi<Row> rows(Multi<byte[]> content, RowReader reader, AtomicLong bytes) {
        Gunzip gunzip = new Gunzip();
        Multi<Row> whileItComes = content.onItem()
                .transformToIterable(FileIntake::pieces)
                .onItem()
                .transformToIterable(piece -> {
                    bytes.addAndGet(piece.length);
                    return reader.read(gunzip.unpack(piece));
                });
        Multi<Row> atItsEnd = Multi.createFrom().deferred(() -> {
            List<Row> last = new ArrayList<>(reader.read(gunzip.end()));
            last.addAll(reader.end());
            return Multi.createFrom().iterable(last);
        });
        return Multi.createBy()
                .concatenating()
                .streams(whileItComes, atItsEnd)
                .onTermination()
                .invoke(gunzip::close);
    }

    private static List<byte[]> pieces(byte[] buffer) {
        List<byte[]> pieces = new ArrayList<>(buffer.length / PIECE + 1);
        for (int from = 0; from < buffer.length; from += PIECE) {
            pieces.add(Arrays.copyOfRange(buffer, from, Math.min(buffer.length, from + PIECE)));
        }
        return pieces;
    }

    private Uni<UploadRow> fail(UploadRow upload, Progress reached, UnreadableFile failure) {
        UploadRow.Failure why = new UploadRow.Failure(failure.code(), failure.getMessage());
        return end(upload, UploadState.FAILED, reached, why)
                .onItem()
                .failWith(_ -> Problem.of(422, failure.code(), failure.getMessage()));
    }

    private Uni<UploadRow> end(UploadRow upload, UploadState state, Progress reached, UploadRow.Failure failure) {
        return uploads.end(
                upload.key,
                upload.attempt,
                state,
                new UploadRow.Ending(reached, failure, Instant.now().truncatedTo(ChronoUnit.MILLIS)));
    }

    private Uni<UploadRow> interrupted(UploadRow upload, String cause) {
        LOG.warnf("upload interrupted: upload=%s cause=%s", upload.key.id(), cause);
        return uploads.end(upload.key, upload.attempt, UploadState.AWAITING_CONTENT, null);
    }
}
