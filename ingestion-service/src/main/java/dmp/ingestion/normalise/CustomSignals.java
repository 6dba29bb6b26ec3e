package dmp.ingestion.normalise;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dmp.ingestion.contract.Signal;
import dmp.ingestion.quarantine.Refused;
import dmp.ingestion.quarantine.RejectionCode;

/** A source's own properties, as {@code custom.<snake_case_name>}; numbers in plain decimal notation. */
final class CustomSignals {

    /** More are somebody's whole data layer, and each is kept as an attribute of the identifier. */
    private static final int MAX_COUNT = 64;

    private static final int MAX_NAME = 64;
    private static final int MAX_VALUE = 512;

    /** 1e999999 is nine characters on the wire and a megabyte in plain notation. */
    private static final int MAX_DIGITS = 40;

    private CustomSignals() {}

    static void add(List<SubmittedEvent.Property> properties, Map<String, String> signals) {
        if (properties.size() > MAX_COUNT) {
            throw new Refused(
                    RejectionCode.TOO_MANY, "At most " + MAX_COUNT + " properties are accepted.", "/properties");
        }
        for (SubmittedEvent.Property property : properties) {
            add(property, signals);
        }
    }

    private static void add(SubmittedEvent.Property property, Map<String, String> signals) {
        String name = Text.snakeCase(property.name());
        if (name.isEmpty()
                || name.length() > MAX_NAME
                || PersonalData.in(property.name()).isPresent()) {
            // Not even the pointer may name it: people put values into names.
            throw new Refused(
                    RejectionCode.PROPERTY_INVALID,
                    "A property's name has letters and digits, at most " + MAX_NAME + ", and is not a value itself.",
                    "/properties");
        }
        String pointer = SubmittedEvent.Property.pointer(property.name());
        if (PersonalData.isNameOfPersonalField(name)) {
            PersonalData.refuse(Optional.of(PersonalData.Kind.FIELD), pointer);
        }
        String value = property.number()
                ? plainDecimal(property.text(), pointer)
                : Text.clean(property.text(), MAX_VALUE, pointer);
        if (value.isEmpty()) {
            return;
        }
        PersonalData.refuse(PersonalData.in(value), pointer);
        if (signals.putIfAbsent(Signal.CUSTOM_PREFIX + name, value) != null) {
            throw new Refused(
                    RejectionCode.PROPERTY_INVALID,
                    "Two properties have the same name once written as custom." + name + ". Send one of them.",
                    pointer);
        }
    }

    private static String plainDecimal(String number, String pointer) {
        if (number.length() <= MAX_DIGITS && number.chars().noneMatch(c -> c == 'e' || c == 'E')) {
            return number;
        }
        if (number.length() <= 2 * MAX_DIGITS) {
            BigDecimal decimal = new BigDecimal(number);
            if (decimal.precision() <= MAX_DIGITS && Math.abs((long) decimal.scale()) <= MAX_DIGITS) {
                return decimal.toPlainString();
            }
        }
        throw new Refused(RejectionCode.PROPERTY_INVALID, "A number has at most " + MAX_DIGITS + " digits.", pointer);
    }
}
