package dmp.profile.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Does a step for all that waits, together. A channel hands over what each of its polls has brought, a few messages when they come
 * steadily, and keeps these batches apart: done one after another, each would cost all round trips of the step.
 */
public final class Gathering {

    private static final Logger LOG = Logger.getLogger(Gathering.class);

    /** While as many wait, no more are taken in: a crash would repeat them. */
    static final int MOST = 500;

    private final Function<List<ConsumerRecord<String, byte[]>>, Uni<Void>> step;
    private final Executor executor;
    private List<Message<ConsumerRecords<String, byte[]>>> waiting = new ArrayList<>();
    private int waitingRecords;
    private boolean isBusy;
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

    /** @param step ends when all that it was given is done; hears of records in the order of each partition */
    public Gathering(Vertx vertx, Function<List<ConsumerRecord<String, byte[]>>, Uni<Void>> step) {
        // A step that has ended on a thread of Kafka does not go on there.
        this(step, MutinyHelper.executor(vertx.getOrCreateContext()));
    }

    Gathering(Function<List<ConsumerRecord<String, byte[]>>, Uni<Void>> step, Executor executor) {
        this.step = step;
        this.executor = executor;
    }

    /** Ends when there is room for another batch. This one is acknowledged when all of it is done. */
    public Uni<Void> add(Message<ConsumerRecords<String, byte[]>> batch) {
        CompletableFuture<Void> roomForMore;
        synchronized (this) {
            waiting.add(batch);
            waitingRecords += batch.getPayload().count();
            if (waitingRecords >= MOST) {
                room = new CompletableFuture<>();
            }
            roomForMore = room;
        }
        goOn();
        return Uni.createFrom().completionStage(roomForMore);
    }

    private void goOn() {
        List<Message<ConsumerRecords<String, byte[]>>> together;
        CompletableFuture<Void> made;
        synchronized (this) {
            if (isBusy || waiting.isEmpty()) {
                return;
            }
            isBusy = true;
            together = waiting;
            waiting = new ArrayList<>();
            waitingRecords = 0;
            made = room;
        }
        made.complete(null);
        List<ConsumerRecord<String, byte[]>> records = records(together);
        executor.execute(() -> step.apply(records).subscribe().with(_ -> end(together), failure -> {
            // What lies behind may not be done before: it stays as busy as it is.
            LOG.errorf(failure, "Nothing more is done of this channel records=%d", records.size());
            together.forEach(batch -> reportFailure(batch.nack(failure)));
        }));
    }

    private void end(List<Message<ConsumerRecords<String, byte[]>>> together) {
        synchronized (this) {
            isBusy = false;
        }
        goOn();
        together.forEach(batch -> reportFailure(batch.ack()));
    }

    private static void reportFailure(CompletionStage<Void> acknowledged) {
        acknowledged.whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.errorf(failure, "A batch was not acknowledged");
            }
        });
    }

    private static List<ConsumerRecord<String, byte[]>> records(
            List<Message<ConsumerRecords<String, byte[]>>> batches) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        batches.forEach(batch -> batch.getPayload().forEach(records::add));
        return records;
    }
}
