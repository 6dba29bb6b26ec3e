package dmp.ingestion.collect;

import java.io.IOException;
import java.io.InputStream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;

class TagTest {

    @Test
    void theSiteTagHasAtMostTwoKilobytes() throws IOException {
        try (InputStream tag = TagTest.class.getResourceAsStream("dmp.js")) {
            int size = tag.readAllBytes().length;

            assertTrue(size <= 2_048, "dmp.js has " + size + " bytes");
        }
    }
}
