package dmp.segment.estimate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many profiles are asked for the size of a rule that is not saved. */
@ConfigMapping(prefix = "dmp.segment.estimate")
public interface EstimateConfig {

    /** So many known identifiers are all asked, so that the answer is exact; of more, a sample of as many is. */
    @WithDefault("20000")
    int most();
}
