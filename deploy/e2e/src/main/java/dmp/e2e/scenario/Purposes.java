package dmp.e2e.scenario;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a person allows. */
public record Purposes(boolean collection, boolean profiling, boolean activation) {

    public static final Purposes ALL = new Purposes(true, true, true);
    public static final Purposes NO_ACTIVATION = new Purposes(true, true, false);
    public static final Purposes NO_PROFILING = new Purposes(true, false, false);
    public static final Purposes NONE = new Purposes(false, false, false);

    /** As events carry it. */
    public Map<String, Boolean> json() {
        Map<String, Boolean> json = new LinkedHashMap<>();
        json.put("collection", collection);
        json.put("profiling", profiling);
        json.put("activation", activation);
        return json;
    }

    /** As a column of a file carries it. */
    public String words() {
        if (!collection) {
            return "none";
        }
        return "collection" + (profiling ? " profiling" : "") + (activation ? " activation" : "");
    }
}
