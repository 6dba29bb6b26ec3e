package dmp.ingestion.collect;

import java.time.Duration;
import java.util.Set;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is accepted, and how much of it. */
@ConfigMapping(prefix = "dmp.ingestion.collect")
public interface CollectConfig {

    /** Events in one request. */
    @WithDefault("1000")
    int maxEvents();

    /** A request's body as it is sent, before gzip is undone. */
    @WithDefault("1M")
    MemorySize maxBody();

    /** A request's body after gzip is undone. */
    @WithDefault("4M")
    MemorySize maxInflated();

    /** Older events are refused. */
    @WithDefault("400d")
    Duration maxAge();

    /** Namespaces of identifiers that are accepted beside {@code partner:<code>}. */
    @WithDefault("cookie,idfa,gaid,ttd,uid2,euid,rampid,id5,xandr,google,rida,afai,tifa,vida,msai")
    Set<String> namespaces();

    /** Events that one write key may send in a second, on each instance; 0 is without limit. */
    @WithDefault("0")
    int eventsPerSecond();

    Duplicates duplicates();

    /** How an event that is sent again is recognised. */
    interface Duplicates {

        /** For how long an id is remembered: longer than clients repeat a request. */
        @WithDefault("24h")
        Duration rememberedFor();

        /** How long Redis may keep an event waiting; then it goes on unrecognised. */
        @WithDefault("250ms")
        Duration timeout();
    }
}
