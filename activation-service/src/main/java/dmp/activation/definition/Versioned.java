package dmp.activation.definition;

import java.time.Instant;

/** A definition with what the platform adds to it. */
public record Versioned<T>(T content, long version, boolean archived, Instant changedAt) {}
