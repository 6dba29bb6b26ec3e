package dmp.segment.definition;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How definitions travel. */
@ConfigMapping(prefix = "dmp.segment.definition")
public interface DefinitionConfig {

    /** The pause between two looks for rules that another instance has changed. */
    @WithDefault("500ms")
    Duration refreshEvery();

    /** The pause between two looks for changed rules that are not in the index yet; until then they are asked one by one. */
    @WithDefault("5s")
    Duration indexEvery();

    /** The pause between two looks for definitions that could not be published when they were made. */
    @WithDefault("5s")
    Duration publishEvery();

    /** How long a request waits for a trait that it names: one just created may still be on its way from profile-service. */
    @WithDefault("2s")
    Duration traitPatience();
}
