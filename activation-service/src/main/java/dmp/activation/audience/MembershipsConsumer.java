package dmp.activation.audience;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import dmp.activation.background.Patience;
import dmp.activation.campaign.Catalog;
import dmp.activation.campaign.Target;
import dmp.activation.state.Agenda;
import dmp.activation.state.Identifier;
import dmp.activation.state.Keys;
import dmp.activation.state.Pipeline;
import dmp.segment.contract.MembershipChanged;
import dmp.segment.contract.SegmentTopics;

/**
 * Takes memberships in. For a batch, one step after the other: read the records handled last; write what is said of whom,
 * and the members of segments; mark who is to be looked at again; write the new records; only then the offsets are
 * committed. After a crash between any two steps the same is done again, to the same end.
 */
@ApplicationScoped
class MembershipsConsumer {

    static final String UNREADABLE = SegmentTopics.MEMBERSHIPS + ".dlq";

    private final Audiences audiences;
    private final Pipeline pipeline;
    private final Catalog catalog;
    private final Patience patience;
    private final MutinyEmitter<io.smallrye.reactive.messaging.kafka.Record<String, String>> unreadable;
    private final ObjectReader reader;
    private final MeterRegistry meters;
    private final InstantSource clock;

    MembershipsConsumer(
            Audiences audiences,
            Pipeline pipeline,
            Catalog catalog,
            Patience patience,
            @Channel(UNREADABLE) MutinyEmitter<io.smallrye.reactive.messaging.kafka.Record<String, String>> unreadable,
            ObjectMapper json,
            MeterRegistry meters,
            InstantSource clock) {
        this.audiences = audiences;
        this.pipeline = pipeline;
        this.catalog = catalog;
        this.patience = patience;
        this.unreadable = unreadable;
        this.reader =
                json.readerFor(MembershipChanged.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.meters = meters;
        this.clock = clock;
    }

    private record Who(String tenant, String identifier) {}

    @Incoming(SegmentTopics.MEMBERSHIPS)
    Uni<Void> take(ConsumerRecords<String, String> batch) {
        Map<Who, MembershipChanged> newest = new LinkedHashMap<>();
        List<ConsumerRecord<String, String>> rejected = new ArrayList<>();
        for (ConsumerRecord<String, String> record : batch) {
            try {
                MembershipChanged message = reader.readValue(record.value());
                Identifier.of(message.identifier());
                newest.merge(new Who(message.tenant(), message.identifier()), message, Succession::newest);
            } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
                Log.warnf(
                        "membership unreadable, partition=%d offset=%d reason=%s",
                        record.partition(), record.offset(), e.getClass().getSimpleName());
                rejected.add(record);
            }
        }
        return patience.untilDone("memberships", () -> apply(List.copyOf(newest.values())))
                .chain(() -> setAside(rejected))
                .invoke(() -> meters.counter("dmp_activation_memberships_taken").increment(newest.size()));
    }

    Uni<Void> apply(List<MembershipChanged> messages) {
        Map<String, List<MembershipChanged>> tenantToMessages = new LinkedHashMap<>();
        messages.forEach(message -> tenantToMessages
                .computeIfAbsent(message.tenant(), tenant -> new ArrayList<>())
                .add(message));
        Uni<Void> done = catalog.ready();
        for (Map.Entry<String, List<MembershipChanged>> each : tenantToMessages.entrySet()) {
            done = done.chain(() -> apply(each.getKey(), each.getValue()));
        }
        return done;
    }

    private Uni<Void> apply(String tenant, List<MembershipChanged> messages) {
        List<String> identifiers =
                messages.stream().map(MembershipChanged::identifier).toList();
        return audiences
                .records(tenant, identifiers)
                .chain(before -> {
                    List<Request> state = new ArrayList<>();
                    List<Request> marks = new ArrayList<>();
                    List<Request> records = new ArrayList<>();
                    Instant now = clock.instant();
                    for (int i = 0; i < messages.size(); i++) {
                        if (Succession.counts(before.get(i), messages.get(i))) {
                            Succession succession = Succession.of(before.get(i), messages.get(i));
                            if (!succession.changesNothing()) {
                                write(tenant, succession, state);
                                mark(tenant, succession, now, marks);
                            }
                            records.add(audiences.record(tenant, succession.identifier(), succession.after()));
                        }
                    }
                    return pipeline.send(state)
                            .chain(() -> pipeline.send(marks))
                            .chain(() -> pipeline.send(records));
                })
                .replaceWithVoid();
    }

    private void write(String tenant, Succession succession, List<Request> commands) {
        succession
                .contributions()
                .forEach((identifier, contribution) -> commands.add(
                        contribution == null
                                ? audiences.withdraw(tenant, identifier, succession.identifier())
                                : audiences.contribute(tenant, identifier, succession.identifier(), contribution)));
        for (String segment : succession.entered()) {
            commands.add(member(Command.SADD, tenant, segment, succession.identifier()));
        }
        for (String segment : succession.left()) {
            commands.add(member(Command.SREM, tenant, segment, succession.identifier()));
        }
    }

    private static Request member(Command command, String tenant, String segment, String identifier) {
        return Pipeline.command(command, Keys.members(tenant, segment, identifier), identifier);
    }

    private void mark(String tenant, Succession succession, Instant now, List<Request> commands) {
        for (Target target : catalog.targets(tenant)) {
            if (target.placements().isEmpty()) {
                continue;
            }
            for (String identifier : succession.concerned()) {
                if (target.knows(Identifier.of(identifier))) {
                    commands.add(Agenda.mark(tenant, target.destination(), identifier, now));
                }
            }
        }
    }

    private Uni<Void> setAside(List<ConsumerRecord<String, String>> rejected) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (ConsumerRecord<String, String> record : rejected) {
            meters.counter("dmp_activation_messages_unreadable", "topic", SegmentTopics.MEMBERSHIPS)
                    .increment();
            done = done.chain(() -> patience.untilDone(
                    "dead-letters",
                    () -> unreadable.send(
                            io.smallrye.reactive.messaging.kafka.Record.of(record.key(), record.value()))));
        }
        return done;
    }
}
