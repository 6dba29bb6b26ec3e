package dmp.activation.api;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Ids that the caller chooses: lower-case letters, digits and hyphens, so that they fit into paths, keys and file names. */
public final class Slug {

    public static final String RULE =
            "1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit";

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private Slug() {}

    public static boolean isValid(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    /** @throws Problem 400 when a body names another id than the path; it may leave it out */
    public static void requireSame(String inPath, String inBody) {
        if (inBody != null && !inBody.equals(inPath)) {
            throw Problem.invalid(
                    "/id", "id-differs", "An id never changes: leave it out, or send the one in the path.");
        }
    }

    /** The id of something that was given a name only: "Holiday Offers!" becomes {@code holiday-offers}; null when nothing is left. */
    public static String from(String name) {
        if (name == null) {
            return null;
        }
        String slug = Normalizer.normalize(name, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String cut = slug.length() > 63 ? slug.substring(0, 63) : slug;
        return isValid(cut) ? cut : null;
    }
}
