package dmp.segment.benchmark.service;

import java.io.IOException;
import java.net.URI;

/** What a Redis needs for its data. */
final class Memory {

    private final URI redis;
    private long first = -1;
    private long last;

    Memory(URI redis) {
        this.redis = redis;
    }

    /** In bytes, with the tables that find keys, without what connections need. */
    long used() throws IOException {
        try (RedisPipe pipe = new RedisPipe(redis)) {
            last = pipe.info("memory", "used_memory_dataset");
        }
        if (first < 0) {
            first = last;
        }
        return last;
    }

    /** Between the first and the last look. */
    long grown() {
        return last - first;
    }
}
