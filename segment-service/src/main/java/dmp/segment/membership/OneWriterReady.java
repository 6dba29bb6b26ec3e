package dmp.segment.membership;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import dmp.profile.contract.ProfileTopics;
import dmp.segment.running.KafkaOffsets;
import dmp.segment.timing.Tick;

/** Not ready while profiles and ticks differ in their number of partitions: an identifier would then have two writers. */
@Readiness
@ApplicationScoped
class OneWriterReady implements AsyncHealthCheck {

    private final KafkaOffsets topics;
    private volatile boolean equal;

    OneWriterReady(KafkaOffsets topics) {
        this.topics = topics;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        Uni<Boolean> partitionsAreEqual = equal
                ? Uni.createFrom().item(true)
                : Uni.combine()
                        .all()
                        .unis(topics.partitions(ProfileTopics.PROFILES), topics.partitions(Tick.TOPIC))
                        .with(Integer::equals)
                        .invoke(answer -> equal = answer)
                        .onFailure()
                        .recoverWithItem(false);
        return partitionsAreEqual.map(answer -> HealthCheckResponse.named("profiles and ticks are partitioned alike")
                .status(answer)
                .build());
    }
}
