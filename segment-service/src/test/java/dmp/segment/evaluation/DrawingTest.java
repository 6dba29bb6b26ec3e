package dmp.segment.evaluation;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class DrawingTest {

    /** Drawn elsewhere, by what is written about a drawing: whoever is held out stays so under every release. */
    @ParameterizedTest
    @CsvSource({
        "test, cookie:1, 8243",
        "test, cookie:2, 2132",
        "holdout-2026, idfa:6D92078A-8246-4BA4-AE5B-76104861E7DC, 5755",
        "Zürich, partner:crm:77, 196",
        "a, cookie:ü, 528",
        "'', '', 7227"
    })
    void everybodyKeepsTheirPlaceForEver(String drawing, String identifier, int place) {
        assertEquals(place, Drawing.place(drawing, identifier));
    }
}
