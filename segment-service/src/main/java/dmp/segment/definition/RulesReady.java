package dmp.segment.definition;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before the rules have been loaded once. */
@Readiness
@ApplicationScoped
class RulesReady implements HealthCheck {

    private final Rulebooks rulebooks;

    RulesReady(Rulebooks rulebooks) {
        this.rulebooks = rulebooks;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("rules loaded")
                .status(rulebooks.areLoaded())
                .build();
    }
}
