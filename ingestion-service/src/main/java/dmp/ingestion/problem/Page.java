package dmp.ingestion.problem;

import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A part of a list.
 *
 * @param next what to send as {@code after} for the following part; null when there is none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(List<T> items, String next) {

    private static final int MAX = 1_000;

    /** @param found one more than {@code size} when there is a following part */
    public static <T> Page<T> of(List<T> found, int size, Function<T, String> cursor) {
        return found.size() <= size
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, size), cursor.apply(found.get(size - 1)));
    }

    /** @throws Problem 422 when it is not between 1 and 1,000 */
    public static int requireLimit(int limit) {
        if (limit < 1 || limit > MAX) {
            throw Problem.invalid(
                    List.of(new Problem.Violation("?limit", "invalid", "A limit is between 1 and " + MAX + ".")));
        }
        return limit;
    }
}
