package dmp.ingestion.normalise;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dmp.ingestion.quarantine.Refused;
import dmp.ingestion.quarantine.RejectionCode;

/** {@code namespace:value}, validated and in its one spelling. */
public final class Identifiers {

    /** Namespaces whose values are advertising ids of a device: UUIDs, upper case as the platform spells them or lower. */
    private static final Set<String> UPPER_UUID = Set.of("idfa", "tifa");

    private static final Set<String> LOWER_UUID = Set.of("gaid", "rida", "afai", "vida", "msai", "ttd");

    private static final Pattern UUID =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");
    private static final String NO_UUID = "00000000-0000-0000-0000-000000000000";

    private static final Pattern PARTNER_CODE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    /** No separator of ours (bar, colon, braces), nothing that needs escaping in a log or a key. */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._~+/=-]+");

    /** As prebid-server found out, longer ids are somebody's whole cookie. */
    private static final int MAX_VALUE = 256;

    private final Set<String> namespaces;

    /** @param namespaces those known beside {@code partner:<code>} */
    public Identifiers(Set<String> namespaces) {
        this.namespaces = Set.copyOf(namespaces);
    }

    /** @throws Refused with a reason that never quotes the value */
    String canonical(String raw, RejectionCode code, String pointer) {
        int colon = raw.startsWith("partner:") ? raw.indexOf(':', "partner:".length()) : raw.indexOf(':');
        if (colon < 0) {
            PersonalData.refuse(PersonalData.inIdentifier(raw), pointer);
            throw new Refused(
                    code, "An identifier is namespace:value, such as cookie:7f3c2a or partner:crm:1042.", pointer);
        }
        String namespace = raw.substring(0, colon);
        String value = raw.substring(colon + 1);
        PersonalData.refuse(PersonalData.inIdentifier(value), pointer);
        requireKnown(namespace, code, pointer);
        if (value.isEmpty()
                || value.length() > MAX_VALUE
                || !VALUE.matcher(value).matches()) {
            throw new Refused(
                    code,
                    "An identifier's value has 1 to " + MAX_VALUE
                            + " letters, digits or . _ ~ + / = - and nothing else.",
                    pointer);
        }
        return namespace + ':' + canonicalValue(namespace, value, code, pointer);
    }

    /** True for {@code partner:<code>} and for the namespaces that were configured. */
    public boolean isKnown(String namespace) {
        return namespace.startsWith("partner:")
                ? PARTNER_CODE.matcher(namespace.substring("partner:".length())).matches()
                : namespaces.contains(namespace);
    }

    private void requireKnown(String namespace, RejectionCode code, String pointer) {
        if (!isKnown(namespace)) {
            throw new Refused(
                    code,
                    "The identifier's namespace is not known. Known are partner:<code>, " + sorted() + ".",
                    pointer);
        }
    }

    private static String canonicalValue(String namespace, String value, RejectionCode code, String pointer) {
        boolean upper = UPPER_UUID.contains(namespace);
        if (!upper && !LOWER_UUID.contains(namespace)) {
            return value;
        }
        if (NO_UUID.equals(value)) {
            throw new Refused(
                    code, "An all-zero UUID means that the device gives no advertising id. Leave it out.", pointer);
        }
        if (!UUID.matcher(value).matches()) {
            // The Trade Desk's own tests and older ids are no UUIDs: only the devices' ids must be.
            if (namespace.equals("ttd")) {
                return value;
            }
            throw new Refused(code, "An identifier in " + namespace + " is a UUID.", pointer);
        }
        return upper ? value.toUpperCase(Locale.ROOT) : value.toLowerCase(Locale.ROOT);
    }

    private String sorted() {
        return String.join(", ", namespaces.stream().sorted().toList());
    }
}
