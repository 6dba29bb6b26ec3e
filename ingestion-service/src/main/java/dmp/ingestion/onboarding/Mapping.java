package dmp.ingestion.onboarding;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;

import dmp.ingestion.consent.ConsentStatement;
import dmp.ingestion.contract.Consent;
import dmp.ingestion.normalise.SubmittedEvent;

/**
 * How a row becomes an event. A column is a name in the header of a CSV file, or a field of an NDJSON object.
 *
 * @param event what a row says has happened; null when it only delivers traits or links
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Mapping(
        Identified identifier,
        List<Identified> links,
        Column occurredAt,
        Event event,
        Traits traits,
        ConsentRule consent) {

    /** The name of an event whose mapping has none. */
    private static final String ONBOARDED = "onboarded";

    private static final String USUAL_SEPARATOR = "|";

    /** A partner matched its own id with ours when the person was known to it: OpenRTB 2.6 {@code eid.mm} 3. */
    private static final int AUTHENTICATED = 3;

    record Column(String column) {}

    record Identified(String column, String namespace, Integer matchMethod) {}

    /** @param properties name of the property to the column it comes from */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Event(String name, Map<String, String> properties) {

        Event {
            properties = properties == null ? Map.of() : Map.copyOf(properties);
        }
    }

    /** @param separator between the codes in a cell, {@code |} when null */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Traits(String column, String separator) {}

    /** Either one consent for all rows, which the partner vouches for, or a column that has each row's own. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ConsentRule(Boolean collection, Boolean profiling, Boolean activation, String column) {

        @JsonIgnore
        ConsentStatement.Stated forAllRows() {
            return new ConsentStatement.Stated(new Consent(
                    Boolean.TRUE.equals(collection), Boolean.TRUE.equals(profiling), Boolean.TRUE.equals(activation)));
        }
    }

    Mapping {
        links = links == null ? List.of() : List.copyOf(links);
    }

    /** Every column that a file must have. */
    Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        columns.add(identifier.column());
        links.forEach(link -> columns.add(link.column()));
        if (occurredAt != null) {
            columns.add(occurredAt.column());
        }
        if (event != null) {
            columns.addAll(event.properties().values());
        }
        if (traits != null) {
            columns.add(traits.column());
        }
        if (consent.column() != null) {
            columns.add(consent.column());
        }
        return columns;
    }

    /** What separates trait codes within a cell. */
    String traitSeparator() {
        return traits == null || traits.separator() == null ? USUAL_SEPARATOR : traits.separator();
    }

    /** @param id the same whenever this row of this upload is read */
    SubmittedEvent event(String id, Row.Cells row) {
        return new SubmittedEvent(
                id,
                identifier(identifier, row),
                filledLinks(row).stream()
                        .map(link -> new SubmittedEvent.Link(
                                identifier(link, row), link.matchMethod() == null ? AUTHENTICATED : link.matchMethod()))
                        .toList(),
                event == null || event.name() == null ? ONBOARDED : event.name(),
                occurredAt == null ? null : row.cell(occurredAt.column()),
                null,
                null,
                properties(row),
                traitCodes(row),
                null,
                statement(row));
    }

    /** The column that a pointer into {@link #event} is about; empty when it is none. */
    String columnOf(String pointer, Row.Cells row) {
        String[] steps = pointer.split("/", 3);
        return switch (steps.length < 2 ? "" : steps[1]) {
            case "identifier" -> identifier.column();
            case "links" ->
                steps.length < 3
                        ? ""
                        : filledLinks(row).get(Integer.parseInt(steps[2])).column();
            case "occurredAt" -> occurredAt == null ? "" : occurredAt.column();
            case "traits" -> traits == null ? "" : traits.column();
            case "consent" -> consent.column() == null ? "" : consent.column();
            case "properties" ->
                event == null || steps.length < 3
                        ? ""
                        : event.properties()
                                .getOrDefault(steps[2].replace("~1", "/").replace("~0", "~"), "");
            default -> "";
        };
    }

    private List<Identified> filledLinks(Row.Cells row) {
        return links.stream().filter(link -> !row.cell(link.column()).isBlank()).toList();
    }

    private static String identifier(Identified identified, Row.Cells row) {
        String value = row.cell(identified.column()).strip();
        return value.isEmpty() ? null : identified.namespace() + ':' + value;
    }

    private List<SubmittedEvent.Property> properties(Row.Cells row) {
        List<SubmittedEvent.Property> properties = new ArrayList<>();
        if (event != null) {
            event.properties().forEach((name, column) -> {
                String value = row.cell(column);
                if (!value.isBlank()) {
                    properties.add(new SubmittedEvent.Property(name, value, false));
                }
            });
        }
        return properties;
    }

    private List<String> traitCodes(Row.Cells row) {
        List<String> codes = new ArrayList<>();
        if (traits != null) {
            String cell = row.cell(traits.column());
            String separator = traitSeparator();
            int from = 0;
            for (int at = cell.indexOf(separator); at >= 0; at = cell.indexOf(separator, from)) {
                addCode(cell.substring(from, at), codes);
                from = at + separator.length();
            }
            addCode(cell.substring(from), codes);
        }
        return codes;
    }

    private static void addCode(String code, List<String> codes) {
        if (!code.isBlank()) {
            codes.add(code.strip());
        }
    }

    private ConsentStatement statement(Row.Cells row) {
        return consent.column() == null ? consent.forAllRows() : ConsentStatement.ofCell(row.cell(consent.column()));
    }
}
