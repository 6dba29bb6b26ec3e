package dmp.profile.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dmp.profile.contract.ProfileChanged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BoundedTest {

    private static final int REFUSED_BY_KAFKA = 1_000_000;

    @Test
    void ordinaryFactsStayWhole() {
        List<ProfileChanged.Facts> facts = List.of(facts("cookie:a", 3, 5), facts("cookie:b", 2, 1));

        assertEquals(facts, Bounded.fitting(facts));
    }

    @Test
    void enormousFactsKeepTheirLatestRealisations() throws JsonProcessingException {
        List<ProfileChanged.Facts> fitting = Bounded.fitting(List.of(facts("cookie:a", 400, 1_000)));

        assertEquals(400, fitting.getFirst().realisations().size());
        assertEquals(
                1_700_000_999L,
                fitting.getFirst().realisations().getFirst().at().getLast());
        assertTrue(new ObjectMapper().writeValueAsBytes(fitting).length < REFUSED_BY_KAFKA);
    }

    @Test
    void ofManyLargeFactsTheClosestStay() throws JsonProcessingException {
        List<ProfileChanged.Facts> facts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            facts.add(facts("cookie:" + i, 5, 1_000));
        }

        List<ProfileChanged.Facts> fitting = Bounded.fitting(facts);

        assertEquals(facts.subList(0, fitting.size()), fitting);
        assertTrue(fitting.size() > 5);
        assertTrue(new ObjectMapper().writeValueAsBytes(fitting).length < REFUSED_BY_KAFKA);
    }

    /** Whatever it is that makes them large: attributes, their keys or values, sources, identifiers, moments or what they are worth. */
    @ParameterizedTest
    @CsvSource({
        "10, 200, 2, 2000, 0, 0, 5",
        "10, 200, 2000, 2, 0, 0, 5",
        "10, 2, 10, 10, 5, 1000, 5",
        "10, 2, 10, 10, 400, 30, 5",
        "10, 200, 2, 2, 1000, 1, 300",
        "100000, 0, 0, 0, 1, 1, 1"
    })
    void whatFitsIsBelowWhatKafkaRefusesAndNotMuchLess(
            int identifier, int attributes, int key, int value, int traits, int moments, int source)
            throws JsonProcessingException {
        List<ProfileChanged.Facts> facts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            facts.add(large(
                    "cookie:" + "i".repeat(identifier), attributes, key, value, traits, moments, "s".repeat(source)));
        }

        List<ProfileChanged.Facts> fitting = Bounded.fitting(facts);

        int bytes = new ObjectMapper().registerModule(new JavaTimeModule()).writeValueAsBytes(fitting).length;
        assertTrue(bytes < REFUSED_BY_KAFKA, bytes + " bytes");
        assertTrue(bytes > REFUSED_BY_KAFKA / 6, bytes + " bytes");
    }

    private static ProfileChanged.Facts large(
            String identifier, int attributes, int key, int value, int traits, int moments, String source) {
        Map<String, ProfileChanged.Attribute> keyToAttribute = new HashMap<>();
        for (int i = 0; i < attributes; i++) {
            keyToAttribute.put(
                    "k".repeat(key) + i,
                    new ProfileChanged.Attribute("v".repeat(value), Instant.ofEpochSecond(1_700_000_000L), source));
        }
        List<Long> at = Collections.nCopies(moments, 1_700_000_000L);
        List<Long> worth = Collections.nCopies(moments, 99_999_999_999_999L);
        return new ProfileChanged.Facts(
                identifier,
                null,
                keyToAttribute,
                IntStream.range(0, traits)
                        .mapToObj(i -> new ProfileChanged.Realisations("trait-" + i, source, at, worth))
                        .toList());
    }

    private static ProfileChanged.Facts facts(String identifier, int traits, int realisations) {
        List<Long> at = LongStream.range(1_700_000_000L, 1_700_000_000L + realisations)
                .boxed()
                .toList();
        return new ProfileChanged.Facts(
                identifier,
                null,
                Map.of(),
                IntStream.range(0, traits)
                        .mapToObj(i -> new ProfileChanged.Realisations("trait-" + i, "www", at))
                        .toList());
    }
}
