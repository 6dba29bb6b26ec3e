package dmp.profile.identity;

import java.util.List;

/**
 * The identifiers that belong together, seen from one of them.
 *
 * @param identifiers that one first, then the closest, those equally close by name
 * @param leftOut how many more are known to belong to it but were left out, because of a cap or a hub; those behind them
 *     are not known, and not counted
 */
public record Component(List<String> identifiers, int leftOut) {

    public Component {
        identifiers = List.copyOf(identifiers);
    }

    /** The closest ones only; what that leaves out is counted. */
    public Component closest(int size) {
        return identifiers.size() <= size
                ? this
                : new Component(identifiers.subList(0, size), leftOut + identifiers.size() - size);
    }

    /** All but the one it is seen from. */
    public List<String> others() {
        return identifiers.subList(1, identifiers.size());
    }
}
