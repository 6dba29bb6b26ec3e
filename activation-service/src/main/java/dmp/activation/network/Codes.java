package dmp.activation.network;

/** Codes that networks send, cut to what may stand in a key, a metric's label or a log. */
public final class Codes {

    private static final int LONGEST = 48;

    private Codes() {}

    public static String clean(String code) {
        String cleaned = code.replaceAll("[^A-Za-z0-9_.-]", "-");
        if (cleaned.isEmpty()) {
            return "unnamed";
        }
        return cleaned.length() > LONGEST ? cleaned.substring(0, LONGEST) : cleaned;
    }
}
