package dmp.ingestion.onboarding;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How files are read. */
@ConfigMapping(prefix = "dmp.ingestion.onboarding")
public interface OnboardingConfig {

    /** Rows that are sent to Kafka together and waited for together. */
    @WithDefault("500")
    int batchRows();

    /** A longer row ends the upload: a quote was never closed, or it is no such file. */
    @WithDefault("64K")
    MemorySize maxRow();

    /** Receipts of bad rows that are kept for each upload; the others are only counted. */
    @WithDefault("1000")
    int maxReceipts();

    /** How long progress and receipts are kept. */
    @WithDefault("30d")
    Duration keptFor();
}
