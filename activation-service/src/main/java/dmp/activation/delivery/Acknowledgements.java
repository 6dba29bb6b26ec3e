package dmp.activation.delivery;

import java.time.InstantSource;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Request;

import dmp.activation.campaign.Catalog;
import dmp.activation.campaign.Target;
import dmp.activation.network.Answer;
import dmp.activation.network.Delivery;
import dmp.activation.network.Networks;
import dmp.activation.state.Agenda;
import dmp.activation.state.Pipeline;

/** Acknowledgements that come by a callback, some time after the delivery. */
@ApplicationScoped
public class Acknowledgements {

    private final Catalog catalog;
    private final Networks networks;
    private final Ledger ledger;
    private final Shipping shipping;
    private final Pipeline pipeline;
    private final DeliveryConfig config;
    private final InstantSource clock;

    Acknowledgements(
            Catalog catalog,
            Networks networks,
            Ledger ledger,
            Shipping shipping,
            Pipeline pipeline,
            DeliveryConfig config,
            InstantSource clock) {
        this.catalog = catalog;
        this.networks = networks;
        this.ledger = ledger;
        this.shipping = shipping;
        this.pipeline = pipeline;
        this.config = config;
        this.clock = clock;
    }

    /**
     * One for a delivery that is settled already, or not known any more, changes nothing.
     *
     * @param failed what the network has not taken, see {@link Answer#failures}
     */
    public Uni<Void> apply(String tenant, String destination, String deliveryId, JsonNode failed) {
        Target target = catalog.target(tenant, destination).orElse(null);
        if (target == null) {
            return Uni.createFrom().voidItem();
        }
        return ledger.deliveries(tenant, destination, List.of(deliveryId)).chain(known -> {
            Delivery delivery = known.get(deliveryId);
            return delivery == null
                    ? Uni.createFrom().voidItem()
                    : settle(
                            target,
                            delivery,
                            Answer.failures(failed, delivery.changes().size()));
        });
    }

    private Uni<Void> settle(Target target, Delivery delivery, List<Answer.Failure> failures) {
        Rules rules = config.rules(networks.network(target.account()).capabilities());
        List<Request> marks = delivery.changes().stream()
                .map(change -> Agenda.mark(
                        target.tenant(),
                        target.destination(),
                        change.identifier().text(),
                        clock.instant()))
                .toList();
        return ledger.flights(target, delivery)
                .chain(flights -> shipping.settle(target, flights, new Answer.Acknowledged(failures), rules))
                .chain(() -> pipeline.send(marks))
                .replaceWithVoid();
    }
}
