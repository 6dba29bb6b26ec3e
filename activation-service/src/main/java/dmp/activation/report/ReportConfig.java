package dmp.activation.report;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How reports are made. */
@ConfigMapping(prefix = "dmp.activation.report")
interface ReportConfig {

    /** How long a report is shown before it is counted anew: each walks all members of its segments. */
    @WithDefault("2s")
    Duration keptFor();
}
