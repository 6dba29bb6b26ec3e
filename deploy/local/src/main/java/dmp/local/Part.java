package dmp.local;

import java.io.IOException;

/** One server of the platform: how it is started, and how to see that it answers. */
public interface Part {

    /** As people call it: {@code PostgreSQL}. */
    String title();

    /** Prepares the part's folder, at the first start only, and gives the command that runs the server in the foreground. */
    Command prepare() throws IOException;

    /** Whether the server answers a real request now. */
    boolean isReady();

    /** The signal that makes it stop in good order. */
    default String stopSignal() {
        return "TERM";
    }
}
