package dmp.profile.access;

import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Lists in answers, a page at a time: {@code items}, and {@code next} to be sent as {@code after}, null on the last page. */
public final class Pages {

    private Pages() {}

    /** @param rows one more than the limit when there are more */
    public static <R> ObjectNode of(
            List<R> rows, int limit, Function<R, ObjectNode> shown, Function<R, String> cursor) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        rows.stream().limit(limit).forEach(row -> items.add(shown.apply(row)));
        page.put("next", rows.size() > limit ? cursor.apply(rows.get(limit - 1)) : null);
        return page;
    }
}
