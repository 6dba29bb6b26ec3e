package dmp.ingestion.onboarding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

import de.siegmar.fastcsv.reader.CsvRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RowReadersTest {

    private static final Set<String> COLUMNS = Set.of("id", "seg");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,seg\n1,a|b\n2,c\n",
                "id,seg\r\n1,a|b\r\n2,c",
                "\uFEFFid,seg\n1,a|b\n\n2,c\n",
                "id;seg;x\n1;a|b;\n2;c;y\n",
                "x\tseg\tid\n\ta|b\t1\n\tc\t2\n",
                "\"id\",\"seg\"\n\"1\",\"a|b\"\n2,\"c\"\n",
                "id , seg\r1,a|b\r2,c\r",
            })
    void csvIsReadHoweverItIsWritten(String file) {
        List<Row> rows = readCsv(file, 3);

        assertEquals(
                List.of(Map.of("id", "1", "seg", "a|b"), Map.of("id", "2", "seg", "c")),
                rows.stream().map(row -> ((Row.Cells) row).columnToText()).toList());
    }

    @Test
    void aRowIsNamedByTheLineOnWhichItBegins() {
        List<Row> rows = readCsv("id,seg\n1,\"two\nlines\"\n\n2,c\n", 1);

        assertEquals(List.of(2L, 5L), rows.stream().map(Row::line).toList());
    }

    @Test
    void aRowOfAnotherWidthIsBrokenAndTheNextIsRead() {
        List<Row> rows = readCsv("id,seg\n1\n2,c\n", 100);

        assertInstanceOf(Row.Broken.class, rows.get(0));
        assertInstanceOf(Row.Cells.class, rows.get(1));
    }

    @Test
    void aRowThatIsNotUtf8IsBrokenAndTheNextIsRead() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("id,seg\n1,".getBytes(StandardCharsets.UTF_8));
        file.writeBytes(new byte[] {(byte) 0xE9, '\n'});
        file.writeBytes("2,c\n".getBytes(StandardCharsets.UTF_8));

        List<Row> rows = read(new CsvReader(COLUMNS, (char) 0, 1_000), file.toByteArray(), 100);

        assertInstanceOf(Row.Broken.class, rows.get(0));
        assertInstanceOf(Row.Cells.class, rows.get(1));
    }

    @Test
    void aMissingColumnIsNamedWithWhatWasMeant() {
        UnreadableFile failure = assertThrows(UnreadableFile.class, () -> readCsv("ID,segs\n1,a\n", 100));

        assertEquals("column-missing", failure.code());
        assertEquals(
                "The header has no column \"id\": is \"ID\" meant? The header has no column \"seg\": is \"segs\" meant? It has: ID, segs.",
                failure.getMessage());
    }

    @Test
    void aFileWithoutAHeaderShowsNobodysRow() {
        UnreadableFile failure = assertThrows(UnreadableFile.class, () -> readCsv("john@example.com,gold\n", 100));

        assertTrue(failure.getMessage().contains("does not look like names of columns"), failure.getMessage());
        assertTrue(!failure.getMessage().contains("john"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n"})
    void anEmptyFileHasNoHeader(String file) {
        assertEquals(
                "header-missing",
                assertThrows(UnreadableFile.class, () -> readCsv(file, 100)).code());
    }

    @Test
    void aQuoteThatIsNeverClosedIsFound() {
        assertEquals(
                "quote-not-closed",
                assertThrows(UnreadableFile.class, () -> readCsv("id,seg\n1,\"a\n2,b\n", 100))
                        .code());
    }

    @Test
    void aRowWithoutEndIsFound() {
        assertEquals(
                "row-too-long",
                assertThrows(UnreadableFile.class, () -> readCsv("id,seg\n1,\"" + "x\n".repeat(600), 100))
                        .code());
    }

    /** Against another reader, on files that nobody would think of, cut anywhere. */
    @Test
    void csvIsReadAsFastcsvReadsIt() {
        Random random = new Random(42);
        for (int run = 0; run < 500; run++) {
            StringBuilder file = new StringBuilder("id,seg,x\n");
            int rows = random.nextInt(6);
            for (int row = 0; row < rows; row++) {
                file.append(field(random))
                        .append(',')
                        .append(field(random))
                        .append(",x")
                        .append(random.nextBoolean() ? "\n" : "\r\n");
            }
            List<List<String>> expected =
                    de.siegmar.fastcsv.reader.CsvReader.builder().ofCsvRecord(file.toString()).stream()
                            .skip(1)
                            .map(CsvRecord::getFields)
                            .map(fields -> List.of(fields.get(0), fields.get(1)))
                            .toList();

            List<List<String>> actual = readCsv(file.toString(), 1 + random.nextInt(9)).stream()
                    .map(row -> ((Row.Cells) row).columnToText())
                    .map(cells -> List.of(cells.get("id"), cells.get("seg")))
                    .toList();

            assertEquals(expected, actual, file.toString());
        }
    }

    private static String field(Random random) {
        StringBuilder content = new StringBuilder();
        int length = random.nextInt(5);
        for (int i = 0; i < length; i++) {
            content.append("ab,\"\n\r \u00e9;".charAt(random.nextInt(9)));
        }
        String text = content.toString();
        boolean needsQuotes = text.matches("(?s).*[,\"\n\r].*");
        return needsQuotes || random.nextBoolean() ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    @Test
    void ndjsonIsReadLineByLine() {
        String file = """
                {"id":7,"seg":["a","b"],"other":{"deep":[1]}}

                {"id":"8"}
                nonsense
                {"id":{"collection":true,"profiling":false},"seg":null}
                {"id":[[1]]}
                """;

        List<Row> rows = read(new NdjsonReader(COLUMNS, "|", 1_000), file.getBytes(StandardCharsets.UTF_8), 5);

        assertEquals(new Row.Cells(1, Map.of("id", "7", "seg", "a|b")), rows.get(0));
        assertEquals(new Row.Cells(3, Map.of("id", "8")), rows.get(1));
        assertEquals(
                "row-malformed", ((Row.Broken) rows.get(2)).rejection().code().wire());
        assertEquals(new Row.Cells(5, Map.of("id", "collection", "seg", "")), rows.get(3));
        assertEquals("id", ((Row.Broken) rows.get(4)).rejection().pointer());
    }

    @Test
    void gzipOfSeveralMembersIsUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(gzip("id,seg\n1,"));
        packed.writeBytes(gzip("a\n"));
        Gunzip gunzip = new Gunzip();

        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        for (byte next : packed.toByteArray()) {
            unpacked.writeBytes(gunzip.unpack(new byte[] {next}));
        }
        unpacked.writeBytes(gunzip.end());

        assertEquals("id,seg\n1,a\n", unpacked.toString(StandardCharsets.UTF_8));
    }

    @Test
    void gzipThatIsCutOffIsDamaged() throws IOException {
        byte[] packed = gzip("id,seg\n".repeat(100));
        Gunzip gunzip = new Gunzip();
        gunzip.unpack(Arrays.copyOf(packed, packed.length - 9));

        assertEquals(
                "gzip-damaged", assertThrows(UnreadableFile.class, gunzip::end).code());
    }

    @Test
    void gzipWithEveryOptionalHeaderIsUnpacked() throws IOException {
        byte[] plain = gzip("id,seg\n");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3});
        packed.writeBytes(new byte[] {3, 0, 'e', 'x', 't', 'n', 'a', 0, 'c', 0, 1, 2});
        packed.write(plain, 10, plain.length - 10);

        assertEquals("id,seg\n", new String(new Gunzip().unpack(packed.toByteArray()), StandardCharsets.UTF_8));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static List<Row> readCsv(String file, int piece) {
        return read(new CsvReader(COLUMNS, (char) 0, 1_000), file.getBytes(StandardCharsets.UTF_8), piece);
    }

    private static List<Row> read(RowReader reader, byte[] file, int piece) {
        List<Row> rows = new ArrayList<>();
        for (int from = 0; from < file.length; from += piece) {
            rows.addAll(reader.read(Arrays.copyOfRange(file, from, Math.min(file.length, from + piece))));
        }
        rows.addAll(reader.end());
        return rows;
    }
}
