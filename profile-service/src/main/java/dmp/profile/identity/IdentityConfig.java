package dmp.profile.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How far identifiers are taken together. */
@ConfigMapping(prefix = "dmp.profile.identity")
interface IdentityConfig {

    /**
     * How many identifiers of a component hear of a change. At least as many as a view unites; what is more than that keeps
     * views right in components larger than a view.
     */
    @WithDefault("100")
    int reach();

    /** How many links in a row are followed. */
    @WithDefault("6")
    int depth();
}
