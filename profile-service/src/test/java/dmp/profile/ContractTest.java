package dmp.profile;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.ingestion.contract.EventCollected;
import dmp.profile.contract.MergePolicyDefined;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.TraitDefined;
import dmp.segment.contract.TraitOrdered;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The records of our contract, and those we consume, say what their example files say. */
class ContractTest {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @ParameterizedTest
    @ValueSource(
            classes = {
                EventCollected.class,
                ProfileChanged.class,
                TraitDefined.class,
                MergePolicyDefined.class,
                TraitOrdered.class
            })
    void whatIsReadFromTheExampleIsWrittenAsTheExample(Class<?> message) throws IOException {
        try (InputStream example = message.getResourceAsStream(message.getSimpleName() + ".json")) {
            JsonNode expected = JSON.readTree(example);

            JsonNode actual = JSON.valueToTree(JSON.treeToValue(expected, message));

            // Convenience methods that begin with "is" are written too; readers ignore them.
            ((ObjectNode) actual)
                    .retain(expected.properties().stream()
                            .map(Map.Entry::getKey)
                            .toList());
            assertEquals(JSON.readTree(expected.toString()), JSON.readTree(actual.toString()));
        }
    }
}
