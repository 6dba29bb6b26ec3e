package dmp.ingestion.onboarding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dmp.ingestion.quarantine.Rejection;
import dmp.ingestion.quarantine.RejectionCode;

/**
 * One JSON object on each line. A mapped field is a text, a number or a boolean; an array of those, which is joined by
 * the mapping's separator; or, for consent, an object of booleans, of which those that are true are named. Fields that no
 * mapping names are passed over, whatever they hold.
 */
final class NdjsonReader implements RowReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final Set<String> columns;
    private final String separator;
    private final int maxRow;

    private final ByteArrayOutputStream row = new ByteArrayOutputStream(512);
    private long line = 1;

    NdjsonReader(Set<String> columns, String separator, int maxRow) {
        this.columns = columns;
        this.separator = separator;
        this.maxRow = maxRow;
    }

    @Override
    public List<Row> read(byte[] piece) {
        List<Row> rows = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < piece.length; at++) {
            if (piece[at] == '\n') {
                append(piece, from, at);
                endRow(rows);
                line++;
                from = at + 1;
            }
        }
        append(piece, from, piece.length);
        return rows;
    }

    @Override
    public List<Row> end() {
        List<Row> rows = new ArrayList<>();
        endRow(rows);
        return rows;
    }

    private void append(byte[] piece, int from, int to) {
        row.write(piece, from, to - from);
        if (row.size() > maxRow) {
            throw new UnreadableFile("row-too-long", "Line " + line + " has more than " + maxRow + " bytes.");
        }
    }

    private void endRow(List<Row> rows) {
        byte[] bytes = row.toByteArray();
        row.reset();
        if (isBlank(bytes)) {
            return;
        }
        try (JsonParser parser = JSON.createParser(bytes)) {
            rows.add(new Row.Cells(line, cells(parser)));
        } catch (IOException e) {
            rows.add(new Row.Broken(
                    line, new Rejection(RejectionCode.ROW_MALFORMED, "The line is not one JSON object in UTF-8.", "")));
        } catch (NotACell e) {
            rows.add(new Row.Broken(
                    line,
                    new Rejection(
                            RejectionCode.ROW_MALFORMED,
                            "The field is neither a text, a number, a boolean nor an array of those.",
                            e.column)));
        }
    }

    private Map<String, String> cells(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("no object");
        }
        Map<String, String> columnToText = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String column = parser.currentName();
            parser.nextToken();
            if (columns.contains(column)) {
                columnToText.put(column, cell(parser, column));
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new IOException("more than an object");
        }
        return columnToText;
    }

    private String cell(JsonParser parser, String column) throws IOException {
        return switch (parser.currentToken()) {
            case START_ARRAY -> {
                List<String> parts = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    parts.add(scalar(parser, column));
                }
                yield String.join(separator, parts);
            }
            case START_OBJECT -> {
                List<String> granted = new ArrayList<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    if (!parser.nextToken().isBoolean()) {
                        throw new NotACell(column);
                    }
                    if (parser.getBooleanValue()) {
                        granted.add(name);
                    }
                }
                yield granted.isEmpty() ? "none" : String.join(" ", granted);
            }
            default -> scalar(parser, column);
        };
    }

    private static String scalar(JsonParser parser, String column) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getText();
            case VALUE_NULL -> "";
            default -> throw new NotACell(column);
        };
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte next : bytes) {
            if (next != ' ' && next != '\t' && next != '\r') {
                return false;
            }
        }
        return true;
    }

    private static final class NotACell extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String column;

        NotACell(String column) {
            super(null, null, false, false);
            this.column = column;
        }
    }
}
