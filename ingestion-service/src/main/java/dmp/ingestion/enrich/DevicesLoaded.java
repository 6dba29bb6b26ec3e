package dmp.ingestion.enrich;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when devices can be recognised: before, events would wait for it. */
@Readiness
@Singleton
class DevicesLoaded implements HealthCheck {

    private final Devices devices;

    DevicesLoaded(Devices devices) {
        this.devices = devices;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("devices loaded")
                .status(devices.areLoaded())
                .build();
    }
}
