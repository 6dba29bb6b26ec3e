package dmp.profile.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

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
