package dmp.segment.rule;

/**
 * A folder of the tenant's taxonomy. It stands where a trait's id may stand: the occurrences of all traits that are filed in it, or
 * below it, count together. Ids of traits have no slash, so that the two cannot be mistaken for each other.
 */
public final class Folder {

    /** In which all traits are. */
    public static final String ROOT = "/";

    private Folder() {}

    /** True when what stands where a trait's id may is a folder. */
    public static boolean is(String traitOrFolder) {
        return traitOrFolder.startsWith(ROOT);
    }

    /** The canonical spelling: no slash at its end, but for the root's. */
    static String canonical(String folder) {
        int end = folder.length();
        while (end > 1 && folder.charAt(end - 1) == '/') {
            end--;
        }
        return folder.substring(0, end);
    }

    /** True when a trait that is filed there is in the folder, or below it. */
    public static boolean contains(String folder, String filedIn) {
        return folder.equals(ROOT)
                || filedIn.startsWith(folder)
                        && (filedIn.length() == folder.length() || filedIn.charAt(folder.length()) == '/');
    }
}
