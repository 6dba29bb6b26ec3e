package dmp.profile.stream;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How messages are read. */
@ConfigMapping(prefix = "dmp.profile.stream")
interface StreamConfig {

    /**
     * Is to grow by one whenever topics are created anew, or given more partitions, while Redis or a consumer of profiles
     * keeps what it has: offsets start again at 0 then, and positions and versions must not.
     */
    @WithDefault("1")
    long epoch();

    /** The longest pause between two attempts while something that is needed cannot be reached. */
    @WithDefault("1s")
    Duration longestPause();
}
