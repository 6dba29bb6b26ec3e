package dmp.ingestion.onboarding;

import java.util.Map;

import dmp.ingestion.quarantine.Rejection;

/** One row of a file, named by the line on which it begins; the first line is 1. */
sealed interface Row {

    long line();

    /** @param columnToText those columns that the mapping names */
    record Cells(long line, Map<String, String> columnToText) implements Row {

        /** Empty when the row does not have it. */
        String cell(String column) {
            return columnToText.getOrDefault(column, "");
        }

        /** A row's content must not reach a log. */
        @Override
        public String toString() {
            return "Cells[line=" + line + "]";
        }
    }

    /** It cannot be read; the rows after it can. */
    record Broken(long line, Rejection rejection) implements Row {}
}
