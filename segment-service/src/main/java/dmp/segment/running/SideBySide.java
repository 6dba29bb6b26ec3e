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

    /** In the order of the items. The work may not wait for anything. */
    public static <T, R> List<R> map(Collection<T> items, Function<? super T, ? extends R> work) {
        Stream<T> stream = items.size() < WORTH_IT ? items.stream() : items.parallelStream();
        return stream.<R>map(work).toList();
    }
}
