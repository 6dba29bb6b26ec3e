package dmp.ingestion.enrich;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import org.jboss.logging.Logger;

/** Finds the place of an address in memory-mapped databases, in about a microsecond; never blocks on a network. */
@Singleton
class Places {

    private static final Logger LOG = Logger.getLogger(Places.class);
    private static final String BUILT_IN = "cities.mmdb";

    private final List<Reader> databases = new ArrayList<>();

    @Inject
    Places(GeoConfig config) {
        this(config.databases().orElse(List.of()));
    }

    Places(List<Path> files) {
        for (Path file : files) {
            try {
                databases.add(new Reader(file.toFile(), Reader.FileMode.MEMORY_MAPPED, new CHMCache()));
            } catch (IOException e) {
                LOG.warnf("city database not readable, going on without it: file=%s cause=%s", file, e.getMessage());
            }
        }
        if (databases.isEmpty()) {
            LOG.info("no city database configured or readable: the built-in one knows only a few networks");
            databases.add(builtIn());
        }
    }

    /** @param literal an address as text; empty when it is none, or no database knows it */
    Optional<Place> of(String literal) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        for (Reader database : databases) {
            if (address instanceof Inet6Address && database.getMetadata().ipVersion() == 4) {
                continue;
            }
            try {
                Map<?, ?> record = database.get(address, Map.class);
                if (record != null) {
                    return Optional.of(Place.ofRecord(record));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("city database is damaged", e);
            }
        }
        return Optional.empty();
    }

    @PreDestroy
    void close() throws IOException {
        for (Reader database : databases) {
            database.close();
        }
    }

    private static Reader builtIn() {
        try (InputStream resource = Places.class.getResourceAsStream(BUILT_IN)) {
            return new Reader(resource, new CHMCache());
        } catch (IOException e) {
            throw new UncheckedIOException("built-in city database is damaged", e);
        }
    }
}
