package dmp.networks;

/**
 * One thing that a network was asked to do.
 *
 * @param account whose audience: the advertiser at The Trade Desk, {@code tenant/destination} at a webhook network
 * @param segment which audience
 * @param identifier {@code namespace:value}; a device id as it was sent, without namespace
 * @param operation add or remove
 */
record Change(String account, String segment, String identifier, Operation operation) {

    enum Operation {
        ADD,
        REMOVE;

        /** As the control API spells it. */
        String text() {
            return this == ADD ? "add" : "remove";
        }
    }

    /** The place in the audiences that this change is about, whatever it does there. */
    Place place() {
        return new Place(account, segment, identifier);
    }

    /** An identifier's place in an audience, held or not. */
    record Place(String account, String segment, String identifier) {}
}
