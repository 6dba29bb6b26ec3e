package dmp.segment.timing;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How due instants are found. */
@ConfigMapping(prefix = "dmp.segment.timing")
public interface TimingConfig {

    /** The pause between two looks for due instants: adds to how late an exit is. */
    @WithDefault("150ms")
    Duration scanEvery();

    /** A tick that has not been handled after this time is sent again. */
    @WithDefault("15s")
    Duration lease();

    /** The most ticks sent from one shard in one look. */
    @WithDefault("1000")
    int batch();
}
