package dmp.ingestion.onboarding;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dmp.ingestion.normalise.PersonalData;

/** Compares a file's header with the columns that its mapping names. */
final class Header {

    private static final int MAX_SHOWN = 64;

    private Header() {}

    /** @throws UnreadableFile that names each missing column, and what may have been meant */
    static void requireColumns(List<String> header, Set<String> columns) {
        Set<String> missing = new TreeSet<>(columns);
        header.forEach(missing::remove);
        if (missing.isEmpty()) {
            Optional<String> twice = columns.stream()
                    .filter(column -> header.indexOf(column) != header.lastIndexOf(column))
                    .findFirst();
            twice.ifPresent(column -> {
                throw new UnreadableFile("column-twice", "The header has the column \"" + column + "\" twice.");
            });
            return;
        }
        // A file without a header has a person's row in its place: that must not get into a message.
        List<String> showable = header.stream().filter(Header::isShowable).toList();
        StringBuilder reason = new StringBuilder();
        for (String column : missing) {
            reason.append("The header has no column \"").append(column).append("\"");
            nearest(column, showable)
                    .ifPresent(near -> reason.append(": is \"").append(near).append("\" meant?"));
            reason.append(reason.charAt(reason.length() - 1) == '?' ? " " : ". ");
        }
        reason.append(
                showable.size() == header.size()
                        ? "It has: " + String.join(", ", header) + "."
                        : "Its first line does not look like names of columns.");
        throw new UnreadableFile("column-missing", reason.toString());
    }

    private static boolean isShowable(String name) {
        return name.length() <= MAX_SHOWN
                && name.chars().anyMatch(Character::isLetter)
                && PersonalData.in(name).isEmpty();
    }

    private static Optional<String> nearest(String column, List<String> header) {
        String best = null;
        int bestDistance = Math.max(2, column.length() / 3) + 1;
        for (String name : header) {
            int distance = distance(plain(column), plain(name));
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** Levenshtein. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substituted, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
