package dmp.ingestion;

import java.io.IOException;
import java.io.InputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.EventRejected;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ContractTest {

    /** As the service's own, see application.properties: what is unknown fails, and dates are text. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    @ParameterizedTest
    @ValueSource(classes = {EventCollected.class, EventRejected.class})
    void whatWePublishReadsAsItsExample(Class<?> message) throws IOException {
        JsonNode example = example(message);

        Object record = JSON.treeToValue(example, message);

        assertEquals(example, JSON.readTree(JSON.writeValueAsBytes(record)));
    }

    private static JsonNode example(Class<?> message) throws IOException {
        try (InputStream file = message.getResourceAsStream(message.getSimpleName() + ".json")) {
            return JSON.readTree(file);
        }
    }
}
