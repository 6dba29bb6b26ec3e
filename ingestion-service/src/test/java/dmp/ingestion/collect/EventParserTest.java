package dmp.ingestion.collect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.ingestion.consent.ConsentStatement;
import dmp.ingestion.contract.Consent;
import dmp.ingestion.normalise.SubmittedEvent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

class EventParserTest {

    @Test
    void readsAWholeEvent() throws IOException {
        SubmittedEvent event = readable("""
                {"id":"e1","identifier":"cookie:a","links":["partner:crm:77",{"identifier":"idfa:X","matchMethod":2}],
                 "name":"page-view","occurredAt":"2026-11-24T10:15:30Z","sentAt":"2026-11-24T10:15:31Z",
                 "page":{"url":"https://a.example/","title":"T","referrer":null},
                 "properties":{"n":129.90,"t":"x","b":true,"none":null},"traits":["gold"],
                 "context":{"ip":"81.2.69.142","userAgent":"UA"},
                 "consent":{"collection":true,"profiling":false,"activation":true}}""");

        assertEquals(
                new SubmittedEvent(
                        "e1",
                        "cookie:a",
                        List.of(new SubmittedEvent.Link("partner:crm:77", 4), new SubmittedEvent.Link("idfa:X", 2)),
                        "page-view",
                        "2026-11-24T10:15:30Z",
                        "2026-11-24T10:15:31Z",
                        new SubmittedEvent.Page("https://a.example/", "T", null),
                        List.of(
                                new SubmittedEvent.Property("n", "129.90", true),
                                new SubmittedEvent.Property("t", "x", false),
                                new SubmittedEvent.Property("b", "true", false)),
                        List.of("gold"),
                        new SubmittedEvent.Client("81.2.69.142", "UA"),
                        new ConsentStatement.Stated(new Consent(true, false, true))),
                event);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|{\"name\":\"a\"}",
                "1|{}",
                "0|[]",
                "2|[{\"name\":\"a\"},{}]",
                "0|{\"events\":[]}",
                "2|{\"events\":[{\"name\":\"a\"},{\"name\":\"b\"}]}"
            })
    void readsOneOrMany(int count, String body) throws IOException {
        assertEquals(count, parse(body).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "property-invalid|/properties/cart|{\"properties\":{\"cart\":{\"items\":[{\"a\":[1,{}]}]},\"b\":1},\"name\":\"x\"}",
                "property-invalid|/properties/a|{\"properties\":{\"a\":[1,2]}}",
                "malformed|/name|{\"name\":7}",
                "malformed|/name|{\"name\":{\"deep\":{}}}",
                "malformed|/links|{\"links\":\"cookie:a\"}",
                "malformed|/links/0|{\"links\":[7]}",
                "malformed|/traits/1|{\"traits\":[\"a\",{\"b\":1}]}",
                "unknown-field|''|{\"occuredAt\":\"2026-11-24\"}",
                "unknown-field|/page|{\"page\":{\"uri\":\"x\"}}",
                "malformed|''|[[]]",
                "malformed|''|null-in-array",
            })
    void anItemOfTheWrongShapeIsRefusedAndTheNextIsRead(String code, String pointer, String item) throws IOException {
        String bad = item.equals("null-in-array") ? "null" : item.equals("[[]]") ? "[[],{}]" : item;

        List<Submission> submissions = parse("[" + bad + ",{\"name\":\"good\"}]");

        Submission.Unreadable refused = assertInstanceOf(Submission.Unreadable.class, submissions.get(0));
        assertEquals(code, refused.rejection().code().wire());
        assertEquals(pointer, refused.rejection().pointer());
        assertEquals(
                "good",
                assertInstanceOf(Submission.Readable.class, submissions.get(1))
                        .event()
                        .name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "\"x\"",
                "{",
                "[{}",
                "[{\"name\":\"a\"",
                "{\"events\":{}}",
                "{\"events\":[],\"x\":1}",
                "{} {}",
                "no"
            })
    void aBodyOfTheWrongShapeIsRefusedAsAWhole(String body) {
        assertThrows(IOException.class, () -> parse(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "\"yes\"",
                "[]",
                "{\"collection\":\"true\"}",
                "{\"collection\":true,\"ads\":true}",
                "{\"collection\":true,\"collection\":false}",
                "{\"collection\":{\"a\":1}}",
                "{}"
            })
    void unclearConsentIsUnreadableAndTheRestIsRead(String consent) throws IOException {
        SubmittedEvent event = readable("{\"consent\":" + consent + ",\"name\":\"after\"}");

        assertEquals(ConsentStatement.UNREADABLE, event.consent());
        assertEquals("after", event.name());
    }

    @Test
    void moreEventsThanAllowedAreTooMany() {
        assertThrows(
                EventParser.TooManyEvents.class,
                () -> EventParser.parse("[{},{},{}]".getBytes(StandardCharsets.UTF_8), 2));
    }

    private static SubmittedEvent readable(String body) throws IOException {
        return assertInstanceOf(Submission.Readable.class, parse(body).getFirst())
                .event();
    }

    private static List<Submission> parse(String body) throws IOException {
        return EventParser.parse(body.getBytes(StandardCharsets.UTF_8), 10);
    }
}
