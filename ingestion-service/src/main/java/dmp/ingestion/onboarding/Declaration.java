package dmp.ingestion.onboarding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dmp.ingestion.problem.Problem;
import dmp.ingestion.problem.Problem.Violation;

/**
 * What a file will be, said before it is sent.
 *
 * @param delimiter of CSV; null to take it from the header
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "UploadDeclaration", examples = """
                {"source":"crm","format":"csv","mapping":{"identifier":{"column":"crm_id","namespace":"partner:crm"},
                 "links":[{"column":"cookie","namespace":"cookie"}],"traits":{"column":"segments","separator":"|"},
                 "consent":{"collection":true,"profiling":true,"activation":true}}}""")
record Declaration(String source, Format format, String delimiter, Mapping mapping) {

    enum Format {
        @JsonProperty("csv")
        CSV,
        @JsonProperty("ndjson")
        NDJSON
    }

    /** @throws Problem 422 with all that is wrong */
    void requireValid(Predicate<String> isKnownNamespace) {
        List<Violation> violations = new ArrayList<>();
        require(
                source != null && !source.isBlank(),
                "/source",
                "Name the source that the file comes from.",
                violations);
        require(format != null, "/format", "Say csv or ndjson.", violations);
        require(
                delimiter == null
                        || (format == Format.CSV && delimiter.length() == 1 && isDelimiter(delimiter.charAt(0))),
                "/delimiter",
                "A delimiter is one ASCII character of a CSV file, and no quote or line break.",
                violations);
        if (mapping == null) {
            require(false, "/mapping", "Say how a row becomes an event.", violations);
        } else {
            checkIdentified(mapping.identifier(), "/mapping/identifier", isKnownNamespace, violations);
            for (int i = 0; i < mapping.links().size(); i++) {
                checkIdentified(mapping.links().get(i), "/mapping/links/" + i, isKnownNamespace, violations);
            }
            checkContent(violations);
            checkConsent(violations);
        }
        if (!violations.isEmpty()) {
            throw Problem.invalid(violations);
        }
    }

    RowReader reader(int maxRow) {
        return switch (format) {
            case CSV -> new CsvReader(mapping.columns(), delimiter == null ? 0 : delimiter.charAt(0), maxRow);
            case NDJSON -> new NdjsonReader(mapping.columns(), mapping.traitSeparator(), maxRow);
        };
    }

    private static void checkIdentified(
            Mapping.Identified identified,
            String pointer,
            Predicate<String> isKnownNamespace,
            List<Violation> violations) {
        if (identified == null) {
            require(false, pointer, "Give a column and a namespace.", violations);
            return;
        }
        requireColumn(identified.column(), pointer + "/column", violations);
        require(
                identified.namespace() != null && isKnownNamespace.test(identified.namespace()),
                pointer + "/namespace",
                "Give a namespace that is known, such as cookie or partner:<code>.",
                violations);
        require(
                identified.matchMethod() == null || (identified.matchMethod() >= 0 && identified.matchMethod() <= 5),
                pointer + "/matchMethod",
                "matchMethod is 0 unknown, 2 cookie sync, 3 authenticated, 4 observed or 5 inferred.",
                violations);
    }

    private void checkContent(List<Violation> violations) {
        if (mapping.occurredAt() != null) {
            requireColumn(mapping.occurredAt().column(), "/mapping/occurredAt/column", violations);
        }
        if (mapping.traits() != null) {
            requireColumn(mapping.traits().column(), "/mapping/traits/column", violations);
            require(
                    !mapping.traitSeparator().isEmpty(),
                    "/mapping/traits/separator",
                    "A separator is not empty.",
                    violations);
        }
        if (mapping.event() != null) {
            require(
                    mapping.event().name() != null && !mapping.event().name().isBlank(),
                    "/mapping/event/name",
                    "Say what a row says has happened, such as purchase.",
                    violations);
            for (Map.Entry<String, String> property :
                    mapping.event().properties().entrySet()) {
                requireColumn(property.getValue(), "/mapping/event/properties/" + property.getKey(), violations);
            }
        }
    }

    private void checkConsent(List<Violation> violations) {
        Mapping.ConsentRule consent = mapping.consent();
        if (consent == null) {
            require(
                    false,
                    "/mapping/consent",
                    "Say what the people agreed to: collection, profiling and activation for all rows, or the column that says it.",
                    violations);
            return;
        }
        boolean saysPurposes =
                consent.collection() != null || consent.profiling() != null || consent.activation() != null;
        require(
                saysPurposes != (consent.column() != null),
                "/mapping/consent",
                "Give either purposes for all rows, or a column.",
                violations);
        if (consent.column() != null) {
            requireColumn(consent.column(), "/mapping/consent/column", violations);
        } else if (saysPurposes) {
            require(consent.collection() != null, "/mapping/consent/collection", "Say true or false.", violations);
        }
    }

    private static void requireColumn(String column, String pointer, List<Violation> violations) {
        require(column != null && !column.isBlank(), pointer, "Name a column.", violations);
    }

    private static void require(boolean holds, String pointer, String message, List<Violation> violations) {
        if (!holds) {
            violations.add(new Violation(pointer, "invalid", message));
        }
    }

    private static boolean isDelimiter(char c) {
        return c < 128 && c != '"' && c != '\n' && c != '\r' && c != 0;
    }
}
