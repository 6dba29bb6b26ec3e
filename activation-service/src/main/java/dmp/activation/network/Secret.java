package dmp.activation.network;

/** A secret and the reference it was read by. Never printed. */
public record Secret(String reference, String value) {

    @Override
    public String toString() {
        return "Secret[" + reference + ']';
    }
}
