package dmp.profile.view;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How views are made. */
@ConfigMapping(prefix = "dmp.profile.view")
interface ViewConfig {

    /** How many identifiers a view unites: more than a household has, and what one message can carry. */
    @WithDefault("50")
    int size();
}
