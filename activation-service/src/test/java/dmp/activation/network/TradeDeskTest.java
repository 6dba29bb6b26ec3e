package dmp.activation.network;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dmp.activation.network.Answer.Acknowledged;
import dmp.activation.network.Answer.Failure;
import dmp.activation.state.Identifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TradeDeskTest {

    private final TradeDesk tradeDesk = new TradeDesk();
    private final Account account = new Account(
            "acme",
            "ttd-emea",
            "ttd",
            Map.of("endpoint", "https://euw-data.adsrvr.org/", "advertiserId", "adv1", "ttlInMinutes", "60"),
            "ttd-emea",
            List.of("ttd", "idfa", "gaid", "uid2"));
    private final Delivery delivery = new Delivery(
            "d1",
            "acme",
            "ttd-emea",
            Instant.EPOCH,
            List.of(
                    new Change(Identifier.of("ttd:df2d"), List.of("in"), List.of("out")),
                    new Change(Identifier.of("gaid:a934"), List.of("in"), List.of()),
                    new Change(Identifier.of("uid2:x=="), List.of(), List.of("out"))));

    @Test
    void writesTheFormatOfTheApi() throws Exception {
        Connector.Call call = tradeDesk.write(delivery, account, new Secret("ttd-emea", "token"));

        assertEquals(URI.create("https://euw-data.adsrvr.org/data/advertiser"), call.uri());
        assertEquals(Map.of("TTD-Auth", "token"), call.headers());
        ObjectMapper json = new ObjectMapper();
        assertEquals(json.readTree("""
                        {"AdvertiserId":"adv1","DataLoadTraceId":"d1","Items":[
                          {"TDID":"df2d","Data":[{"Name":"in","TtlInMinutes":60},{"Name":"out","TtlInMinutes":0}]},
                          {"DAID":"a934","Data":[{"Name":"in","TtlInMinutes":60}]},
                          {"UID2":"x==","Data":[{"Name":"out","TtlInMinutes":0}]}]}"""), json.readTree(call.body()));
    }

    @Test
    void aChangeIsNeverLargerThanItIsSaidToBe() {
        int envelope =
                tradeDesk.write(with(List.of()), account, new Secret("a", "b")).body().length;
        for (Change change : delivery.changes()) {
            int written = tradeDesk
                    .write(with(List.of(change)), account, new Secret("a", "b"))
                    .body()
                    .length;
            assertTrue(
                    written - envelope <= tradeDesk.bytesOf(change),
                    () -> new String(
                            tradeDesk
                                    .write(with(List.of(change)), account, new Secret("a", "b"))
                                    .body(),
                            StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"ErrorCode\":\"UserNotMapped\",\"ItemNumber\":\"2\"};1;",
                "{\"ErrorCode\":\"UserNotMapped\",\"ItemNumber\":2};1;",
                "{\"ErrorCode\":\"UserNotMapped\",\"Message\":\"Invalid DAID, item #2\"};1;",
                "{\"ErrorCode\":\"UserNotMapped\",\"ItemNumber\":\"1\",\"DataName\":\"out\"};0;out",
                "{\"ErrorCode\":\"UserNotMapped\",\"ItemNumber\":\"1\",\"DataNumber\":\"2\"};0;out",
                "{\"ErrorCode\":\"UserNotMapped\",\"ItemNumber\":\"1\",\"DataNumber\":\"9\"};0;"
            })
    void failedLineIsFoundByItsNumberFromOne(String line, int change, String segment) {
        Answer answer = tradeDesk.read(200, "{\"FailedLines\":[" + line + "]}", delivery);

        Failure failure =
                assertInstanceOf(Acknowledged.class, answer).failures().getFirst();
        assertEquals(change, failure.change());
        assertEquals(segment, failure.segment());
        assertEquals("UserNotMapped", failure.code());
    }

    @Test
    void lineThatCannotBeToldApartFailsEverything() {
        Answer answer = tradeDesk.read(200, "{\"FailedLines\":[{\"ErrorCode\":\"Unknown\"}]}", delivery);

        assertEquals(3, assertInstanceOf(Acknowledged.class, answer).failures().size());
    }

    @Test
    void emptyObjectAcknowledgesEverything() {
        assertEquals(new Acknowledged(List.of()), tradeDesk.read(200, "{}", delivery));
    }

    @Test
    void anythingElseThanAnObjectIsNoAnswer() {
        assertInstanceOf(Answer.Unavailable.class, tradeDesk.read(200, "<html>", delivery));
    }

    private Delivery with(List<Change> changes) {
        return new Delivery("d1", "acme", "ttd-emea", Instant.EPOCH, changes);
    }
}
