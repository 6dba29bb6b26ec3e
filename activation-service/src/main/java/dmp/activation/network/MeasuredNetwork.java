package dmp.activation.network;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;

/** Counts and times what goes to a network, by connector and kind of answer. */
class MeasuredNetwork implements Network {

    private final Network network;
    private final String connector;
    private final MeterRegistry meters;

    MeasuredNetwork(Network network, String connector, MeterRegistry meters) {
        this.network = network;
        this.connector = connector;
        this.meters = meters;
    }

    @Override
    public Capabilities capabilities() {
        return network.capabilities();
    }

    @Override
    public int bytesOf(Change change) {
        return network.bytesOf(change);
    }

    @Override
    public Uni<Answer> send(Delivery delivery) {
        Timer.Sample sample = Timer.start(meters);
        return network.send(delivery).invoke(answer -> {
            String kind = answer.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
            sample.stop(meters.timer("dmp_activation_requests", "connector", connector, "answer", kind));
            if (answer instanceof Answer.Acknowledged acknowledged) {
                meters.counter("dmp_activation_records_refused", "connector", connector)
                        .increment(acknowledged.failures().size());
                meters.counter("dmp_activation_records_acknowledged", "connector", connector)
                        .increment(Math.max(
                                0,
                                delivery.changes().size()
                                        - acknowledged.failures().size()));
            }
        });
    }
}
