package dmp.networks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TradeDeskTest {

    private static final String TDID = "7e0f7f7c-4f0a-4f65-9f0b-0d3c1a8f1a11";
    private static final String IDFA = "3F2504E0-4F89-41D3-9A0C-0305E82C3301";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T10:00:00Z"));
    private SimulatedNetworks networks;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        networks = SimulatedNetworks.start(0, now::get);
        client = new Client(networks.uri());
    }

    @AfterEach
    void stop() {
        networks.close();
    }

    @Test
    void keepsAudiencesBySegment() throws Exception {
        Client.Answer answer = client.tradeDesk("""
                {"AdvertiserId":"adv1","DataLoadTraceId":"t-1","Items":[
                  {"TDID":"%s","Data":[{"Name":"london","TtlInMinutes":43200},{"Name":"spring","TtlInMinutes":43200}]},
                  {"DAID":"%s","Data":[{"Name":"london","TtlInMinutes":43200}]},
                  {"UID2":"Zm9v","Data":[{"Name":"london"}]}]}""".formatted(TDID, IDFA));

        assertEquals(200, answer.status());
        assertEquals("{}", answer.body().toString());
        assertEquals(
                "{\"london\":[\"%s\",\"ttd:%s\",\"uid2:Zm9v\"],\"spring\":[\"ttd:%s\"]}".formatted(IDFA, TDID, TDID),
                client.get("/control/ttd/audiences").toString());
        assertEquals(
                "{\"spring\":[\"ttd:%s\"]}".formatted(TDID),
                client.get("/control/ttd/audiences?account=adv1&segment=spring").toString());
        assertEquals("{}", client.get("/control/ttd/audiences?account=adv2").toString());
    }

    @Test
    void timeToLiveOfZeroRemoves() throws Exception {
        client.tradeDesk(item("adv1", TDID, "london", 60));

        client.tradeDesk(item("adv1", TDID, "london", 0));

        assertEquals("{}", client.get("/control/ttd/audiences").toString());
    }

    @Test
    void membersExpire() throws Exception {
        client.tradeDesk(item("adv1", TDID, "london", 60));

        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(60)));

        assertEquals("{}", client.get("/control/ttd/audiences").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'DAID':'not-a-uuid','Data':[{'Name':'s'}]} | MissingUserId | Invalid DAID, item #2",
                "{'DAID':'00000000-0000-0000-0000-000000000000','Data':[{'Name':'s'}]} | MissingUserId | Invalid DAID, item #2",
                "{'TDID':'abc','Data':[{'Name':'s'}]} | MissingUserId | Invalid TDID, item #2",
                "{'Data':[{'Name':'s'}]} | MissingUserId | Missing user id, item #2",
                "{'UID2':'Zm9v'} | ItemDeserializationError | Missing Data, item #2",
                "{'UID2':'Zm9v','Cookie':'x','Data':[{'Name':'s'}]} | ItemDeserializationError | Unknown property Cookie, item #2",
                "{'UID2':'Zm9v','Data':[{'TtlInMinutes':1}]} | ItemDeserializationError | Missing Name, item #2",
                "{'UID2':'Zm9v','Data':[{'Name':'s','TtlInMinutes':-1}]} | InvalidTtlInMinutes | Invalid TTL, item #2",
                "{'UID2':'Zm9v','Data':[{'Name':'s','TtlInMinutes':259201}]} | InvalidTtlInMinutes | Invalid TTL, item #2",
            })
    void refusesAnInvalidItemAloneAndSaysSoIn200(String item, String code, String message) throws Exception {
        Client.Answer answer = client.tradeDesk("""
                {"AdvertiserId":"adv1","Items":[{"TDID":"%s","Data":[{"Name":"s","TtlInMinutes":60}]},%s]}""".formatted(TDID, item.replace('\'', '"')));

        assertEquals(200, answer.status());
        JsonNode failedLines = answer.body().get("FailedLines");
        assertEquals(1, failedLines.size());
        assertEquals(code, failedLines.get(0).get("ErrorCode").textValue());
        assertEquals(message, failedLines.get(0).get("Message").textValue());
        assertEquals("2", failedLines.get(0).get("ItemNumber").textValue());
        assertEquals(
                "{\"s\":[\"ttd:%s\"]}".formatted(TDID),
                client.get("/control/ttd/audiences").toString());
    }

    @Test
    void wantsATokenAnAdvertiserAndItems() throws Exception {
        String valid = item("adv1", TDID, "s", 60);

        assertEquals(
                401,
                client.send("POST", "/ttd/data/advertiser", valid, Map.of()).status());
        assertEquals(400, client.tradeDesk("{\"Items\":[]}").status());
        assertEquals(
                400,
                client.tradeDesk("{\"AdvertiserId\":\"adv1\",\"Items\":[]}").status());
        assertEquals(400, client.tradeDesk("{\"AdvertiserId\":").status());
        assertEquals(
                400,
                client.tradeDesk("{\"AdvertiserId\":\"adv1\",\"Member\":1,\"Items\":[{}]}")
                        .status());
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        String tooMany = IntStream.rangeClosed(0, 10_000)
                .mapToObj(i -> "{\"UID2\":\"a\",\"Data\":[{\"Name\":\"s\"}]}")
                .collect(Collectors.joining(",", "{\"AdvertiserId\":\"adv1\",\"Items\":[", "]}"));
        String tooLong = item("adv1", TDID, "s".repeat(2_500_000), 60);

        assertEquals(413, client.tradeDesk(tooMany).status());
        assertEquals(413, client.tradeDesk(tooLong).status());
    }

    @Test
    void refusesAFifthConcurrentCaller() throws Exception {
        client.put("/control/ttd/faults", "{\"latencyMs\":700}");
        Callable<Client.Answer> call = () -> client.tradeDesk(item("adv1", TDID, "s", 60));

        List<Client.Answer> answers;
        try (ExecutorService callers = Executors.newFixedThreadPool(6)) {
            answers = callers.invokeAll(List.of(call, call, call, call, call, call)).stream()
                    .map(Future::resultNow)
                    .toList();
        }

        assertEquals(
                4, answers.stream().filter(answer -> answer.status() == 200).count());
        List<Client.Answer> refused =
                answers.stream().filter(answer -> answer.status() == 429).toList();
        assertEquals(2, refused.size());
        assertEquals("1", refused.getFirst().headers().get("retry-after"));
    }

    @Test
    void countsWhatArrivedAndWhatWasRedundant() throws Exception {
        client.tradeDesk(item("adv1", TDID, "s", 60));
        client.tradeDesk(item("adv1", TDID, "s", 60));
        client.tradeDesk(item("adv1", TDID, "s", 0));
        client.tradeDesk(item("adv1", TDID, "s", 60));

        JsonNode requests = client.get("/control/ttd/requests");

        assertEquals("{\"200\":4}", requests.get("requests").toString());
        assertEquals(
                "{\"received\":4,\"accepted\":4,\"redundant\":1}",
                requests.get("totals").toString());
        JsonNode add = requests.get("changes").get(0);
        assertEquals("add", add.get("change").textValue());
        assertEquals(3, add.get("received").intValue());
        assertEquals(1, add.get("redundant").intValue());
        JsonNode remove = requests.get("changes").get(1);
        assertEquals("remove", remove.get("change").textValue());
        assertEquals(1, remove.get("received").intValue());
        assertEquals(0, remove.get("redundant").intValue());
    }

    @Test
    void aLostAcknowledgementIsNoAcknowledgement() throws Exception {
        client.put("/control/ttd/faults", "{\"loseAcknowledgement\":1}");
        assertThrows(IOException.class, () -> client.tradeDesk(item("adv1", TDID, "s", 60)));
        client.send("DELETE", "/control/ttd/faults", "", Map.of());

        client.tradeDesk(item("adv1", TDID, "s", 60));

        assertEquals(0, client.get("/control/ttd/totals").get("redundant").intValue());
        assertEquals(
                1, client.get("/control/ttd/requests").at("/requests/no-answer").intValue());
    }

    @Test
    void whatIsAskedAfterAChangeWithoutAnAnswerIsNotRedundant() throws Exception {
        client.tradeDesk(item("adv1", TDID, "s", 60));
        client.tradeDesk(item("adv1", TDID, "other", 60));
        client.put("/control/ttd/faults", "{\"down\":true}");
        assertThrows(IOException.class, () -> client.tradeDesk(item("adv1", TDID, "s", 0)));
        client.send("DELETE", "/control/ttd/faults", "", Map.of());

        client.tradeDesk(item("adv1", TDID, "s", 60));
        assertEquals(0, client.get("/control/ttd/totals").get("redundant").intValue());

        client.tradeDesk(item("adv1", TDID, "other", 60));
        assertEquals(1, client.get("/control/ttd/totals").get("redundant").intValue());
    }

    @Test
    void misbehavesAsToldUntilTheTimeIsOver() throws Exception {
        client.put("/control/ttd/faults", "{\"status\":503,\"retryAfterSeconds\":7,\"forSeconds\":60}");

        Client.Answer during = client.tradeDesk(item("adv1", TDID, "s", 60));
        now.updateAndGet(instant -> instant.plusSeconds(60));
        Client.Answer after = client.tradeDesk(item("adv1", TDID, "s", 60));

        assertEquals(503, during.status());
        assertEquals("7", during.headers().get("retry-after"));
        assertEquals(200, after.status());
    }

    @Test
    void refusesSingleItemsAsTold() throws Exception {
        client.put("/control/ttd/faults", "{\"partialFailure\":1,\"partialFailureCode\":\"UserNotMapped\"}");

        Client.Answer answer = client.tradeDesk(item("adv1", TDID, "s", 60));

        assertEquals(200, answer.status());
        assertEquals(
                "UserNotMapped", answer.body().at("/FailedLines/0/ErrorCode").textValue());
        assertEquals("{}", client.get("/control/ttd/audiences").toString());
        assertEquals(0, client.get("/control/ttd/totals").get("accepted").intValue());
    }

    @Test
    void isDownAsTold() throws Exception {
        client.put("/control/ttd/faults", "{\"down\":true}");

        assertThrows(IOException.class, () -> client.tradeDesk(item("adv1", TDID, "s", 60)));

        assertEquals("{}", client.get("/control/ttd/audiences").toString());
    }

    @Test
    void deletesAUserFromAllAudiencesOfAnAdvertiser() throws Exception {
        client.tradeDesk(item("adv1", TDID, "s", 60));
        client.tradeDesk(item("adv1", TDID, "t", 60));
        client.tradeDesk(item("adv2", TDID, "s", 60));

        Client.Answer answer = client.send(
                "POST",
                "/ttd/data/deletion-optout/advertiser",
                "{\"AdvertiserId\":\"adv1\",\"RequestType\":\"Deletion\",\"Items\":[{\"TDID\":\"%s\"}]}"
                        .formatted(TDID),
                Map.of("TTD-Auth", "token"));

        assertEquals(200, answer.status());
        assertEquals("{}", client.get("/control/ttd/audiences?account=adv1").toString());
        assertTrue(client.get("/control/ttd/audiences?account=adv2").has("s"));
    }

    @Test
    void refusesAFaultItDoesNotKnow() throws Exception {
        assertEquals(400, client.put("/control/ttd/faults", "{\"slow\":true}").status());
        assertEquals(
                400, client.put("/control/ttd/faults", "{\"probability\":2}").status());
    }

    @Test
    void isHealthy() throws Exception {
        assertEquals("UP", client.get("/control/health").get("status").textValue());
    }

    private static String item(String advertiser, String tdid, String segment, int ttl) {
        return """
                {"AdvertiserId":"%s","Items":[{"TDID":"%s","Data":[{"Name":"%s","TtlInMinutes":%d}]}]}""".formatted(advertiser, tdid, segment, ttl);
    }
}
