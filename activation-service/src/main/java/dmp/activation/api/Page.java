package dmp.activation.api;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next the cursor to send as {@code after} for the page that follows; null on the last
 */
public record Page<T>(List<T> items, String next) {

    public static final int LARGEST = 200;

    /** @param fetched one more than the limit, where there is more */
    public static <T> Page<T> of(List<T> fetched, int limit, Function<T, String> cursor) {
        if (fetched.size() <= limit) {
            return new Page<>(List.copyOf(fetched), null);
        }
        List<T> items = List.copyOf(fetched.subList(0, limit));
        return new Page<>(items, cursor.apply(items.getLast()));
    }

    /** @throws Problem 400 outside 1…{@value #LARGEST} */
    public static int limit(int asked) {
        if (asked < 1 || asked > LARGEST) {
            throw Problem.invalid("", "limit-out-of-range", "`limit` is between 1 and " + LARGEST + ".");
        }
        return asked;
    }
}
