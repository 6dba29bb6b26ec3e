package dmp.local.platform;

import java.util.Locale;

/** The platform's own services. */
public enum Service {
    INGESTION(8081),
    PROFILE(8082),
    SEGMENT(8083),
    ACTIVATION(8084);

    private final int basePort;

    Service(int basePort) {
        this.basePort = basePort;
    }

    /** Its name in commands, in file names and of its database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    int basePort() {
        return basePort;
    }
}
