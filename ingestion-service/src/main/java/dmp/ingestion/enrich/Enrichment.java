package dmp.ingestion.enrich;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;

import dmp.ingestion.normalise.SubmittedEvent.Client;

/** Turns where events came from into signals of place and device. */
@Singleton
public class Enrichment {

    private final Places places;
    private final Devices devices;
    private final Counter failures;

    Enrichment(Places places, Devices devices, MeterRegistry metrics) {
        this.places = places;
        this.devices = devices;
        this.failures = metrics.counter("dmp_ingestion_enrichment_failures");
    }

    /** The signals of each client, ready at once when all their user agents have been seen before. */
    public Uni<Map<Client, Map<String, String>>> of(List<Client> clients) {
        Set<Client> distinct = new HashSet<>(clients);
        Map<Client, CompletableFuture<Device>> clientToDevice = HashMap.newHashMap(distinct.size());
        boolean ready = true;
        for (Client client : distinct) {
            CompletableFuture<Device> device =
                    client.userAgent() == null || client.userAgent().isBlank()
                            ? CompletableFuture.completedFuture(Device.UNKNOWN)
                            : devices.of(client.userAgent()).exceptionally(this::unknown);
            clientToDevice.put(client, device);
            ready &= device.isDone();
        }
        if (ready) {
            return Uni.createFrom().item(signals(clientToDevice));
        }
        return Uni.createFrom()
                .completionStage(CompletableFuture.allOf(clientToDevice.values().toArray(CompletableFuture[]::new)))
                .map(_ -> signals(clientToDevice));
    }

    /** An event without a device is worth more than no event. */
    private Device unknown(Throwable failure) {
        failures.increment();
        return Device.UNKNOWN;
    }

    private Map<Client, Map<String, String>> signals(Map<Client, CompletableFuture<Device>> clientToDevice) {
        Map<Client, Map<String, String>> clientToSignals = HashMap.newHashMap(clientToDevice.size());
        clientToDevice.forEach((client, device) -> {
            Map<String, String> signals = new HashMap<>();
            if (client.ip() != null) {
                places.of(client.ip()).ifPresent(place -> place.addTo(signals));
            }
            device.join().addTo(signals);
            clientToSignals.put(client, signals);
        });
        return clientToSignals;
    }
}
