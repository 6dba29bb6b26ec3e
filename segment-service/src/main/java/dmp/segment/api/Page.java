package dmp.segment.api;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next what to send as {@code after} for the next page; null when this is the last
 */
public record Page<T>(List<T> items, String next) {

    public static final int MOST = 500;

    /** Makes a page of at most {@code limit} from one item more than that. */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> cursor) {
        boolean more = found.size() > limit;
        List<T> items = more ? found.subList(0, limit) : found;
        return new Page<>(items, more ? cursor.apply(items.getLast()) : null);
    }

    /** @throws Refusal 400 when the limit is out of bounds */
    public static int limit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw Refusal.invalid(
                    List.of(new Refusal.Error("/limit", "out-of-bounds", "limit is between 1 and " + MOST + ".")));
        }
        return limit;
    }
}
