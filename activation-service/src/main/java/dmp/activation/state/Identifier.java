package dmp.activation.state;

/**
 * Something anonymous: {@code cookie:abc}, {@code ttd:…}, {@code partner:crm:1042}. The namespace of a partner's identifier
 * includes the partner's code.
 */
public record Identifier(String namespace, String value) {

    private static final String PARTNER = "partner:";

    public Identifier {
        if (namespace.isEmpty() || value.isEmpty()) {
            throw new IllegalArgumentException("an identifier is namespace:value");
        }
    }

    /** @throws IllegalArgumentException when {@code text} is not {@code namespace:value} */
    public static Identifier of(String text) {
        int from = text.startsWith(PARTNER) ? PARTNER.length() : 0;
        int colon = text.indexOf(':', from);
        if (colon < 0) {
            throw new IllegalArgumentException("an identifier is namespace:value");
        }
        return new Identifier(text.substring(0, colon), text.substring(colon + 1));
    }

    public String text() {
        return namespace + ':' + value;
    }
}
