package dmp.profile.trait;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import dmp.profile.stream.Inbox;
import dmp.profile.stream.Untiring;
import dmp.segment.contract.TraitOrdered;

/**
 * Defines the traits that rules of segments need. One that is there stays as it is, but is in force again when it had been archived. An
 * order that makes no trait is set aside like any message that cannot be read.
 */
@ApplicationScoped
class TraitOrdersConsumer {

    private final Inbox inbox;
    private final Untiring untiring;
    private final TraitTable table;
    private final TraitUpdates updates;

    TraitOrdersConsumer(Inbox inbox, Untiring untiring, TraitTable table, TraitUpdates updates) {
        this.inbox = inbox;
        this.untiring = untiring;
        this.table = table;
        this.updates = updates;
    }

    @Incoming("trait-orders-in")
    Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
        // The database is asked on one context, wherever a failed attempt has ended.
        Executor here = MutinyHelper.executor(Vertx.currentContext());
        return untiring.untilDone("trait orders", () -> inbox.read(records, TraitOrdersConsumer::ordered)
                .emitOn(here)
                .chain(orders -> define(orders.stream()
                        .map(dmp.profile.stream.Incoming::message)
                        .toList())));
    }

    private record Order(String tenant, Trait trait) {}

    private static Order ordered(ObjectMapper json, String topic, byte[] value) throws IOException {
        TraitOrdered told = json.readValue(value, TraitOrdered.class);
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        definition
                .put("id", told.id())
                .put("name", told.name())
                .put("kind", "rule")
                .put("folder", told.folder());
        definition.set("rule", json.readTree(told.rule()));
        return new Order(told.tenant(), TraitJson.read(definition, null));
    }

    private Uni<Void> define(List<Order> orders) {
        return Multi.createFrom()
                .iterable(orders)
                .onItem()
                .transformToUniAndConcatenate(order -> table.add(new TraitRow(order.tenant(), order.trait()))
                        .chain(added -> added ? Uni.createFrom().voidItem() : revive(order)))
                .collect()
                .last()
                .chain(updates::changed);
    }

    private Uni<Void> revive(Order order) {
        return table.change(order.tenant(), order.trait().id(), row -> {
                    if (row.isArchived()) {
                        row.change(order.trait());
                    }
                })
                .replaceWithVoid();
    }
}
