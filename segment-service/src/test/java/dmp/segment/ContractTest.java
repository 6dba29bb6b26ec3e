package dmp.segment;

import java.io.IOException;
import java.io.InputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.profile.contract.MergePolicyDefined;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.TraitDefined;
import dmp.segment.contract.MembershipChanged;
import dmp.segment.contract.SegmentDefined;
import dmp.segment.contract.TraitOrdered;
import dmp.segment.running.MessageJson;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What we read and write on topics is what the contracts' examples show. */
class ContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(classes = {MembershipChanged.class, SegmentDefined.class, TraitOrdered.class})
    void whatWePublishLooksLikeTheExample(Class<?> message) throws IOException {
        byte[] written = MessageJson.write(MessageJson.read(example(message), message));

        assertEquals(JSON.readTree(example(message)), JSON.readTree(written));
    }

    @ParameterizedTest
    @ValueSource(classes = {ProfileChanged.class, TraitDefined.class, MergePolicyDefined.class})
    void whatWeConsumeIsReadWithoutLoss(Class<?> message) throws IOException {
        JsonNode written = JSON.readTree(MessageJson.write(MessageJson.read(example(message), message)));

        JSON.readTree(example(message))
                .properties()
                .forEach(property -> assertEquals(property.getValue(), written.get(property.getKey())));
    }

    private static byte[] example(Class<?> message) throws IOException {
        try (InputStream file = message.getResourceAsStream(message.getSimpleName() + ".json")) {
            return file.readAllBytes();
        }
    }
}
