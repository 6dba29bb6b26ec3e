package dmp.activation;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Test;

import dmp.segment.contract.MembershipChanged;
import dmp.segment.contract.SegmentDefined;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What we consume, read from the examples of those who publish it. */
class ContractTest {

    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());

    @Test
    void readsMembershipChanged() throws IOException {
        MembershipChanged message = json.readValue(
                MembershipChanged.class.getResourceAsStream("MembershipChanged.json"), MembershipChanged.class);

        assertEquals("acme|cookie:7f3c2a", message.key());
        assertEquals(List.of("partner:crm:1042"), message.linkedIdentifiers());
    }

    @Test
    void readsSegmentDefined() throws IOException {
        SegmentDefined message =
                json.readValue(SegmentDefined.class.getResourceAsStream("SegmentDefined.json"), SegmentDefined.class);

        assertEquals("linked-devices", message.mergePolicy());
    }
}
