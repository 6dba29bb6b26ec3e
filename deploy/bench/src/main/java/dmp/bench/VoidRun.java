package dmp.bench;

/** Something was refused, lost or wrong, so that no figure of this run counts. */
final class VoidRun extends RuntimeException {

    private static final long serialVersionUID = 1L;

    VoidRun(String why) {
        super(why);
    }
}
