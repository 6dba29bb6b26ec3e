package dmp.ingestion.enrich;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Where places come from. */
@ConfigMapping(prefix = "dmp.ingestion.geo")
public interface GeoConfig {

    /**
     * City databases in MaxMind's format, the first that knows the address decides. MaxMind's own nested schema and
     * dbip's flat one are understood; IPv4 and IPv6 may lie in separate files. Without any that can be read, a
     * built-in one is used that knows a few dozen networks.
     */
    Optional<List<Path>> databases();
}
