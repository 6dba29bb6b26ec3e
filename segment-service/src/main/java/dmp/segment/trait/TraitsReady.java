package dmp.segment.trait;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before all traits are known: a segment would be refused for a trait that exists. */
@Readiness
@ApplicationScoped
class TraitsReady implements HealthCheck {

    private final TraitCatalog traits;

    TraitsReady(TraitCatalog traits) {
        this.traits = traits;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("traits known")
                .status(traits.isCaughtUp())
                .build();
    }
}
