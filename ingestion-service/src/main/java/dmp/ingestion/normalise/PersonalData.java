package dmp.ingestion.normalise;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dmp.ingestion.quarantine.Refused;
import dmp.ingestion.quarantine.RejectionCode;

/**
 * Finds values that look like they name a person. It would rather refuse a harmless value than let a personal one in,
 * but leaves alone what systems really send: UUIDs, zero-padded numbers, timestamps, amounts.
 */
public final class PersonalData {

    /** What a value looks like. */
    public enum Kind {
        EMAIL("an e-mail address"),
        PHONE("a phone number"),
        NAME("a person's name"),
        CARD("a payment card number"),
        BANK_ACCOUNT("a bank account number"),
        NATIONAL_ID("a social security number"),
        IP_ADDRESS("an IP address"),
        USER_AGENT("a user agent"),
        FIELD("a personal detail, by its name");

        private final String description;

        Kind(String description) {
            this.description = description;
        }
    }

    /** What follows the at sign, which in an address may be encoded, even twice. */
    private static final Pattern AFTER_LOCAL_PART =
            Pattern.compile("(?:@|%(?:25)*40)[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+");

    /** International; national with a trunk zero; French pairs; North American. Never inside a longer word or number. */
    private static final Pattern PHONE = Pattern.compile("(?<![\\w.-])(?:"
            + "\\+[1-9](?:[ ()./-]{0,2}\\d){7,13}"
            + "|00[1-9](?:[ ()./-]{0,2}\\d){9,13}"
            + "|\\(?0[1-9]\\d{1,3}\\)?[ -]?\\d{3,4}[ -]?\\d{3,6}"
            + "|0[1-9](?:[ .-]\\d{2}){4}"
            + "|(?:1[ .-])?\\(?[2-9]\\d{2}\\)?[ .-]\\d{3}[ .-]\\d{4}"
            + ")(?![\\w-])");

    private static final Pattern CARD = Pattern.compile("(?<![\\w.-])[3-6]\\d{3}(?:[ -]?\\d){9,15}(?![\\w-])");
    private static final Pattern BANK_ACCOUNT =
            Pattern.compile("(?<!\\w)[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\\w)");
    private static final Pattern NATIONAL_ID = Pattern.compile("(?<![\\w-])\\d{3}-\\d{2}-\\d{4}(?![\\w-])");
    private static final Pattern IP_V4 = Pattern.compile(
            "(?<![\\w.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\w.])");
    private static final Pattern IP_V6 = Pattern.compile(
            "(?<![\\w:])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6})(?![\\w:])");
    private static final Pattern SALUTATION =
            Pattern.compile("(?:Mr|Mrs|Ms|Miss|Dr|Herr|Frau|Mme|Monsieur|Madame|Se\u00f1ora?)\\.? \\p{Lu}\\p{Ll}+.*");
    private static final Pattern WORDS =
            Pattern.compile("\\p{Lu}\\p{Ll}+(?: \\p{Lu}\\.?)?(?: \\p{Lu}[\\p{L}'-]+){1,2}");
    private static final Pattern HANDLE = Pattern.compile("\\p{L}{2,}[._-]\\p{L}{2,}\\d{0,4}");

    private static final Set<String> GIVEN_NAMES = givenNames();

    /** Names of fields that hold personal details whatever their value looks like; hashing does not make them anonymous. */
    private static final Set<String> FIELDS = Set.of(
            "email",
            "e_mail",
            "mail",
            "email_address",
            "hashed_email",
            "email_hash",
            "email_md5",
            "email_sha1",
            "email_sha256",
            "phone",
            "phone_number",
            "mobile",
            "mobile_number",
            "telephone",
            "tel",
            "msisdn",
            "first_name",
            "firstname",
            "last_name",
            "lastname",
            "full_name",
            "fullname",
            "surname",
            "given_name",
            "family_name",
            "middle_name",
            "customer_name",
            "user_name",
            "username",
            "address",
            "street",
            "street_address",
            "postal_address",
            "birthday",
            "birth_date",
            "birthdate",
            "date_of_birth",
            "dob",
            "ssn",
            "social_security_number",
            "passport",
            "passport_number",
            "iban",
            "card_number",
            "credit_card",
            "password",
            "ip",
            "ip_address",
            "user_agent");

    private PersonalData() {}

    /** What the value looks like; empty when there is nothing personal about it. */
    public static Optional<Kind> in(String value) {
        Shape shape = Shape.of(value);
        if (shape.at && hasEmail(value)) {
            return Optional.of(Kind.EMAIL);
        }
        if (shape.digits >= 4 && shape.dots >= 3 && IP_V4.matcher(value).find()) {
            return Optional.of(Kind.IP_ADDRESS);
        }
        if (shape.colons >= 2 && IP_V6.matcher(value).find()) {
            return Optional.of(Kind.IP_ADDRESS);
        }
        if (shape.digits >= 8) {
            if (NATIONAL_ID.matcher(value).find()) {
                return Optional.of(Kind.NATIONAL_ID);
            }
            if (CARD.matcher(value).results().anyMatch(match -> passesLuhn(match.group()))) {
                return Optional.of(Kind.CARD);
            }
            if (BANK_ACCOUNT.matcher(value).results().anyMatch(match -> passesMod97(match.group()))) {
                return Optional.of(Kind.BANK_ACCOUNT);
            }
            if (PHONE.matcher(value).find()) {
                return Optional.of(Kind.PHONE);
            }
        }
        if (value.startsWith("Mozilla/")) {
            return Optional.of(Kind.USER_AGENT);
        }
        if (shape.spaces > 0 && (SALUTATION.matcher(value).matches() || isFullName(value))) {
            return Optional.of(Kind.NAME);
        }
        return Optional.empty();
    }

    /** As {@link #in}, and also the likes of {@code john.smith}, which in an identifier is a name. */
    static Optional<Kind> inIdentifier(String value) {
        if (HANDLE.matcher(value).matches() && isGivenName(value.split("[._-]", 2)[0])) {
            return Optional.of(Kind.NAME);
        }
        return in(value);
    }

    /** True for field names, in snake case, that hold personal details whatever their value looks like. */
    static boolean isNameOfPersonalField(String snakeCase) {
        return FIELDS.contains(snakeCase);
    }

    static void refuse(Optional<Kind> kind, String pointer) {
        kind.ifPresent(found -> {
            throw new Refused(
                    RejectionCode.PERSONAL_DATA,
                    "This looks like " + found.description
                            + ". Send nothing that names a person; identify by an anonymous id.",
                    pointer);
        });
    }

    /** From at sign to at sign, not from letter to letter: a hostile value must not cost the square of its length. */
    private static boolean hasEmail(String value) {
        Matcher domain = AFTER_LOCAL_PART.matcher(value);
        for (int at = 1; at < value.length(); at++) {
            char c = value.charAt(at);
            boolean isSign = c == '@' || c == '%';
            if (isSign
                    && isOfLocalPart(value.charAt(at - 1))
                    && domain.region(at, value.length()).lookingAt()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfLocalPart(char c) {
        return Character.isLetterOrDigit(c) || "._+'-".indexOf(c) >= 0;
    }

    private static boolean isFullName(String value) {
        return WORDS.matcher(value).matches() && isGivenName(value.substring(0, value.indexOf(' ')));
    }

    private static boolean isGivenName(String word) {
        return GIVEN_NAMES.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean passesLuhn(String number) {
        String digits = number.replaceAll("\\D", "");
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit : 2 * digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }

    /** ISO 13616. */
    private static boolean passesMod97(String account) {
        String compact = account.replace(" ", "");
        String rotated = compact.substring(4) + compact.substring(0, 4);
        int remainder = 0;
        for (int i = 0; i < rotated.length(); i++) {
            int value = Character.digit(rotated.charAt(i), 36);
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return compact.length() >= 15 && remainder == 1;
    }

    private static Set<String> givenNames() {
        try (var reader = new BufferedReader(new InputStreamReader(
                PersonalData.class.getResourceAsStream("given-names.txt"), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One pass over the value that spares nearly every value all the expressions above. */
    private record Shape(boolean at, int digits, int dots, int colons, int spaces) {

        static Shape of(String value) {
            boolean at = false;
            int digits = 0;
            int dots = 0;
            int colons = 0;
            int spaces = 0;
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c >= '0' && c <= '9') {
                    digits++;
                } else if (c == '@' || c == '%') {
                    at = true;
                } else if (c == '.') {
                    dots++;
                } else if (c == ':') {
                    colons++;
                } else if (c == ' ') {
                    spaces++;
                }
            }
            return new Shape(at, digits, dots, colons, spaces);
        }
    }
}
