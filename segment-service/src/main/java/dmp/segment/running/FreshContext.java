package dmp.segment.running;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Runs work on a Vert.x context of its own, which Hibernate Reactive asks for outside of requests and messages. */
public final class FreshContext {

    private FreshContext() {}

    /** Comes back to the context of the caller: what ends on a thread of Kafka must not go on there. */
    public static Executor current() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : MutinyHelper.executor(context);
    }

    public static <T> Uni<T> run(Vertx vertx, Supplier<Uni<T>> work) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        return Uni.createFrom()
                .emitter(emitter -> context.runOnContext(_ -> {
                    try {
                        work.get().subscribe().with(emitter::complete, emitter::fail);
                    } catch (RuntimeException failure) {
                        emitter.fail(failure);
                    }
                }));
    }
}
