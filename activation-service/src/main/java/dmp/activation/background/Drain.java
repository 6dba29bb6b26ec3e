package dmp.activation.background;

import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.reactive.messaging.ChannelRegistry;

import dmp.segment.contract.SegmentTopics;

/** At shutdown, takes no more messages before the stores that they are written to are closed (SmallRye #3127). */
@ApplicationScoped
class Drain {

    private final ChannelRegistry channels;

    Drain(ChannelRegistry channels) {
        this.channels = channels;
    }

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        for (String channel : List.of(SegmentTopics.MEMBERSHIPS, SegmentTopics.SEGMENTS)) {
            channels.getPausable(channel).pause();
        }
    }
}
