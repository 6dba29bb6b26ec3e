package dmp.ingestion.contract;

/**
 * Another identifier that was seen together with the event's own.
 *
 * @param identifier {@code namespace:value}
 * @param matchMethod how the two were matched, as OpenRTB 2.6 {@code eid.mm}: 0 unknown, 2 browser cookie sync,
 *     3 authenticated, 4 observed, 5 inferred
 */
public record ObservedLink(String identifier, int matchMethod) {}
