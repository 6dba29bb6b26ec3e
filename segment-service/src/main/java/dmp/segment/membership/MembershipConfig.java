package dmp.segment.membership;

import java.time.Duration;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How memberships are kept. */
@ConfigMapping(prefix = "dmp.segment.membership")
public interface MembershipConfig {

    /**
     * How long it is remembered that an identifier was forgotten, so that a late record does not bring it back. Longer than
     * any record stays on the topic of profiles (seven days unless configured otherwise).
     */
    @WithDefault("30d")
    Duration tombstones();

    /** So many of the latest changes of an identifier are kept to be shown, about 8 bytes each; with 0 none is. */
    @WithDefault("20")
    @Min(0)
    int historyKept();
}
