package dmp.segment.running;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Pure work on many things at once, on all processors. */
public final class SideBySide {

    /** Fewer are done before another thread has woken. */
    private static final int WORTH_IT = 8;

    private SideBySide() {}

    /** False when so many items are done before another thread has woken. */
    public static boolean isWorthIt(int items) {
        return items >= WORTH_IT;
    }

    /** In the order of the items. The work may not wait for anything. */
    public static <T, R> List<R> map(Collection<T> items, Function<? super T, ? extends R> work) {
        Stream<T> stream = isWorthIt(items.size()) ? items.parallelStream() : items.stream();
        return stream.<R>map(work).toList();
    }
}
