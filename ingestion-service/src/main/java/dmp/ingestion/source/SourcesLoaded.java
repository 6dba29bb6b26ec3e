package dmp.ingestion.source;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the sources have been read once; from then on PostgreSQL may be away. */
@Readiness
@Singleton
class SourcesLoaded implements HealthCheck {

    private final SourceDirectory directory;

    SourcesLoaded(SourceDirectory directory) {
        this.directory = directory;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("sources loaded")
                .status(directory.isLoaded())
                .build();
    }
}
