package dmp.ingestion.onboarding;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dmp.ingestion.quarantine.Rejection;
import dmp.ingestion.quarantine.RejectionCode;

/**
 * CSV (RFC 4180) in UTF-8, with or without byte order mark, any line end, quotes where a field begins with one. The
 * header is required; the delimiter is the declared one, or that of comma, semicolon, tab and bar which the header
 * has most of. Blank lines are passed over.
 */
final class CsvReader implements RowReader {

    private static final byte[] CANDIDATES = {',', ';', '\t', '|'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        /** After a quote inside a quoted field: it was the end, or the first of two. */
        QUOTE_SEEN
    }

    private final Set<String> columns;
    private final int maxRow;

    private byte delimiter;
    private Map<String, Integer> columnToIndex;
    private int width;

    private State state = State.FIELD_START;
    private byte[] field = new byte[256];
    private int fieldLength;
    private final List<String> fields = new ArrayList<>();
    private boolean isBadlyEncoded;
    private int rowLength;
    private long line = 1;
    private long rowLine = 1;
    private boolean afterCarriageReturn;
    private byte[] start = new byte[0];

    /** @param delimiter 0 to take it from the header */
    CsvReader(Set<String> columns, char delimiter, int maxRow) {
        this.columns = columns;
        this.delimiter = (byte) delimiter;
        this.maxRow = maxRow;
    }

    @Override
    public List<Row> read(byte[] piece) {
        byte[] bytes = piece;
        if (start != null) {
            bytes = untilDelimiterIsKnown(piece);
            if (bytes == null) {
                return List.of();
            }
        }
        List<Row> rows = new ArrayList<>();
        for (byte next : bytes) {
            accept(next, rows);
        }
        return rows;
    }

    @Override
    public List<Row> end() {
        List<Row> rows = new ArrayList<>();
        if (start != null) {
            byte[] rest = start;
            begin(rest);
            for (byte next : withoutMark(rest)) {
                accept(next, rows);
            }
        }
        if (state == State.QUOTED) {
            throw new UnreadableFile(
                    "quote-not-closed",
                    "The row that begins on line " + rowLine + " opens a quote that is never closed.");
        }
        if (rowLength > 0) {
            endRow(rows);
        }
        if (columnToIndex == null) {
            throw new UnreadableFile("header-missing", "The file is empty. Its first line names the columns.");
        }
        return rows;
    }

    /** Keeps pieces back until the header line is there: its characters decide on the delimiter. */
    private byte[] untilDelimiterIsKnown(byte[] piece) {
        byte[] soFar = new byte[start.length + piece.length];
        System.arraycopy(start, 0, soFar, 0, start.length);
        System.arraycopy(piece, 0, soFar, start.length, piece.length);
        start = soFar;
        boolean isHeaderComplete = false;
        for (byte next : piece) {
            isHeaderComplete |= next == '\n' || next == '\r';
        }
        if (!isHeaderComplete) {
            if (soFar.length > maxRow) {
                throw new UnreadableFile("header-too-long", "The first line is too long to be a header.");
            }
            return null;
        }
        begin(soFar);
        return withoutMark(soFar);
    }

    private void begin(byte[] bytes) {
        if (bytes.length > 1 && (bytes[0] == (byte) 0xFF || bytes[0] == (byte) 0xFE)) {
            throw new UnreadableFile("not-utf-8", "The file is UTF-16. Save it as UTF-8.");
        }
        if (delimiter == 0) {
            delimiter = mostFrequent(bytes);
        }
        start = null;
    }

    private static byte[] withoutMark(byte[] bytes) {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (bytes.length <= i || bytes[i] != BYTE_ORDER_MARK[i]) {
                return bytes;
            }
        }
        return Arrays.copyOfRange(bytes, BYTE_ORDER_MARK.length, bytes.length);
    }

    private static byte mostFrequent(byte[] bytes) {
        int[] counts = new int[CANDIDATES.length];
        boolean isQuoted = false;
        for (byte next : bytes) {
            if (next == '\n' || next == '\r') {
                break;
            }
            isQuoted ^= next == '"';
            for (int i = 0; !isQuoted && i < CANDIDATES.length; i++) {
                counts[i] += next == CANDIDATES[i] ? 1 : 0;
            }
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return CANDIDATES[best];
    }

    private void accept(byte next, List<Row> rows) {
        boolean isLineFeedOfPair = next == '\n' && afterCarriageReturn;
        afterCarriageReturn = next == '\r';
        if ((next == '\n' && !isLineFeedOfPair) || next == '\r') {
            line++;
        }
        if (state != State.QUOTED && (next == '\n' || next == '\r')) {
            if (!isLineFeedOfPair) {
                if (rowLength > 0) {
                    endRow(rows);
                }
                rowLine = line;
            }
            return;
        }
        if (++rowLength > maxRow) {
            throw new UnreadableFile(
                    "row-too-long",
                    "The row that begins on line " + rowLine + " has more than " + maxRow
                            + " bytes. Is a quote missing?");
        }
        switch (state) {
            case FIELD_START -> {
                if (next == '"') {
                    state = State.QUOTED;
                } else {
                    acceptPlain(next);
                }
            }
            case PLAIN -> acceptPlain(next);
            case QUOTED -> {
                if (next == '"') {
                    state = State.QUOTE_SEEN;
                } else {
                    append(next);
                }
            }
            case QUOTE_SEEN -> {
                if (next == '"') {
                    append(next);
                    state = State.QUOTED;
                } else {
                    acceptPlain(next);
                }
            }
        }
    }

    private void acceptPlain(byte next) {
        if (next == delimiter) {
            endField();
        } else {
            append(next);
            state = State.PLAIN;
        }
    }

    private void append(byte next) {
        if (fieldLength == field.length) {
            field = Arrays.copyOf(field, 2 * field.length);
        }
        field[fieldLength++] = next;
    }

    private void endField() {
        try {
            fields.add(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(field, 0, fieldLength))
                    .toString());
        } catch (CharacterCodingException e) {
            isBadlyEncoded = true;
            fields.add("");
        }
        fieldLength = 0;
        state = State.FIELD_START;
    }

    private void endRow(List<Row> rows) {
        endField();
        if (columnToIndex == null) {
            readHeader();
        } else if (isBadlyEncoded) {
            rows.add(broken("The row is not UTF-8. Save the file as UTF-8."));
        } else if (fields.size() != width) {
            rows.add(broken(
                    "The row has " + fields.size() + " fields, the header has " + width + ". Is a quote missing?"));
        } else {
            Map<String, String> columnToText = HashMap.newHashMap(columnToIndex.size());
            columnToIndex.forEach((column, index) -> columnToText.put(column, fields.get(index)));
            rows.add(new Row.Cells(rowLine, columnToText));
        }
        fields.clear();
        isBadlyEncoded = false;
        rowLength = 0;
    }

    private void readHeader() {
        if (isBadlyEncoded) {
            throw new UnreadableFile("not-utf-8", "The header is not UTF-8. Save the file as UTF-8.");
        }
        List<String> header = fields.stream().map(String::strip).toList();
        Header.requireColumns(header, columns);
        width = header.size();
        columnToIndex = new HashMap<>();
        columns.forEach(column -> columnToIndex.put(column, header.indexOf(column)));
    }

    private Row.Broken broken(String reason) {
        return new Row.Broken(rowLine, new Rejection(RejectionCode.ROW_MALFORMED, reason, ""));
    }
}
