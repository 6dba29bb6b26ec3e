package dmp.profile.identity;

/**
 * What somebody who looks after hubs said of one: a last-writer-wins register.
 *
 * @param at when, in milliseconds since 1970
 * @param released its links are to be followed, however many they are
 */
public record HubRuling(long at, boolean released) {

    /** The later one; of two of one millisecond, the one that follows no links. */
    HubRuling and(HubRuling other) {
        if (other == null || at > other.at) {
            return this;
        }
        return at < other.at ? other : new HubRuling(at, released && other.released);
    }
}
