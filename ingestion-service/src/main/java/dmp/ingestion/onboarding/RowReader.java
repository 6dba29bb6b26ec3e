package dmp.ingestion.onboarding;

import java.util.List;

/**
 * Reads rows out of a file that arrives in pieces. Pushed, not pulling: it never waits for the next piece, so that it can
 * run on an event loop; this is why no library reads our CSV. One for each file; not for several threads.
 */
sealed interface RowReader permits CsvReader, NdjsonReader {

    /** @return the rows that this piece completes */
    List<Row> read(byte[] piece);

    /** @return the last row, when the file does not end with a line break */
    List<Row> end();
}
