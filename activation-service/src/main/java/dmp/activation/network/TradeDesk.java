package dmp.activation.network;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dmp.activation.api.Problem.Fault;

/**
 * The Trade Desk's advertiser data API, {@code POST /data/advertiser}.
 *
 * <p>From its published OpenAPI description ("TTD Data API" v0.1): path, the header {@code TTD-Auth}, the fields of request and
 * items, {@code TtlInMinutes} in this spelling, and that a 200 may carry {@code FailedLines} with {@code ErrorCode},
 * {@code Message}, {@code DataName}, {@code ItemNumber} and {@code DataNumber}, the numbers being texts.
 *
 * <p>Seen in integrators' code only (RudderStack's transformer, Tealium's documentation), not verified: that a time to live
 * of 0 removes; that an answer without failures is {@code {}}; that items count from 1 ("Invalid UID2, item #2" answers the
 * second of two), and that older answers have the number in the message alone; 2.5 MB or 2 MB and 10,000 items a request; at
 * most 4 callers at once; 180 days to live at most, 30 by default. That data count from 1 as items do is our assumption: the
 * name is preferred where there is one.
 */
@ApplicationScoped
class TradeDesk implements Connector {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_BYTES = 2_000_000;
    private static final int MOST_ITEMS = 10_000;
    private static final int MOST_CONCURRENT = 4;
    private static final int DEFAULT_MINUTES =
            Math.toIntExact(Duration.ofDays(30).toMinutes());
    private static final int MOST_MINUTES = Math.toIntExact(Duration.ofDays(180).toMinutes());

    private static final Map<String, String> NAMESPACE_TO_TYPE =
            Map.of("ttd", "TDID", "idfa", "DAID", "gaid", "DAID", "uid2", "UID2");

    private static final List<String> SETTINGS = List.of("endpoint", "advertiserId", "dataProviderId", "ttlInMinutes");

    private static final Pattern ITEM_IN_MESSAGE = Pattern.compile("item #(\\d+)");

    @Override
    public String name() {
        return "ttd";
    }

    @Override
    public Capabilities capabilities(Account account) {
        return new Capabilities(
                NAMESPACE_TO_TYPE.keySet().stream().sorted().toList(),
                MOST_ITEMS,
                MOST_BYTES,
                MOST_CONCURRENT,
                Duration.ofMinutes(minutes(account)),
                true,
                false,
                null);
    }

    @Override
    public List<Fault> faults(Account account) {
        List<Fault> faults = new ArrayList<>();
        Map<String, String> settings = account.settings();
        settings.keySet().stream()
                .filter(setting -> !SETTINGS.contains(setting))
                .forEach(setting -> faults.add(new Fault(
                        "/settings/" + setting,
                        "setting-unknown",
                        "The settings of this connector are " + SETTINGS + '.')));
        if (settings.getOrDefault("advertiserId", "").isBlank()) {
            faults.add(
                    new Fault("/settings/advertiserId", "setting-missing", "Name the advertiser's id at the network."));
        }
        String minutes = settings.get("ttlInMinutes");
        if (minutes != null
                && (!minutes.matches("\\d{1,6}")
                        || Integer.parseInt(minutes) < 1
                        || Integer.parseInt(minutes) > MOST_MINUTES)) {
            faults.add(new Fault(
                    "/settings/ttlInMinutes",
                    "setting-out-of-range",
                    "A number of minutes between 1 and " + MOST_MINUTES + '.'));
        }
        return faults;
    }

    @Override
    public List<String> secretReferences(Account account) {
        return List.of(account.credential());
    }

    @Override
    public int bytesOf(Change change) {
        int bytes = 32 + 2 * change.identifier().value().length();
        for (String segment : change.add()) {
            bytes += segment.length() + 36;
        }
        for (String segment : change.remove()) {
            bytes += segment.length() + 36;
        }
        return bytes;
    }

    @Override
    public Call write(Delivery delivery, Account account, Secret secret) {
        int minutes = minutes(account);
        ObjectNode root = JSON.createObjectNode();
        root.put("AdvertiserId", account.settings().get("advertiserId"));
        if (account.settings().containsKey("dataProviderId")) {
            root.put("DataProviderId", account.settings().get("dataProviderId"));
        }
        root.put("DataLoadTraceId", delivery.id());
        ArrayNode items = root.putArray("Items");
        for (Change change : delivery.changes()) {
            ObjectNode item = items.addObject();
            item.put(
                    NAMESPACE_TO_TYPE.get(change.identifier().namespace()),
                    change.identifier().value());
            ArrayNode data = item.putArray("Data");
            change.add()
                    .forEach(segment -> data.addObject().put("Name", segment).put("TtlInMinutes", minutes));
            change.remove()
                    .forEach(segment -> data.addObject().put("Name", segment).put("TtlInMinutes", 0));
        }
        try {
            byte[] body = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
            URI uri = URI.create(account.settings().get("endpoint").replaceAll("/+$", "") + "/data/advertiser");
            return new Call(uri, Map.of("TTD-Auth", secret.value()), body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Answer read(int status, String body, Delivery delivery) {
        if (body == null || body.isBlank()) {
            return new Answer.Acknowledged(List.of());
        }
        try {
            JsonNode root = JSON.readTree(body);
            if (!root.isObject()) {
                return new Answer.Unavailable("answer-unreadable", null);
            }
            List<Answer.Failure> failures = new ArrayList<>();
            root.path("FailedLines").forEach(line -> failures.addAll(failures(line, delivery)));
            return new Answer.Acknowledged(failures);
        } catch (JsonProcessingException e) {
            return new Answer.Unavailable("answer-unreadable", null);
        }
    }

    /** A line that cannot be told apart fails the whole delivery: nobody may take for delivered what perhaps is not. */
    private static List<Answer.Failure> failures(JsonNode line, Delivery delivery) {
        String code = Codes.clean(line.path("ErrorCode").asText("Unknown"));
        String message = line.path("Message").asText("");
        int item = number(line.path("ItemNumber").asText(""));
        if (item < 1) {
            Matcher matcher = ITEM_IN_MESSAGE.matcher(message);
            item = matcher.find() ? number(matcher.group(1)) : 0;
        }
        if (item >= 1 && item <= delivery.changes().size()) {
            return List.of(new Answer.Failure(
                    item - 1, segment(line, delivery.changes().get(item - 1)), code, message));
        }
        List<Answer.Failure> all = new ArrayList<>();
        for (int i = 0; i < delivery.changes().size(); i++) {
            all.add(new Answer.Failure(i, null, code, message));
        }
        return all;
    }

    /** Which segment of the item failed; null for the item as a whole. */
    private static String segment(JsonNode line, Change change) {
        List<String> segments = new ArrayList<>(change.add());
        segments.addAll(change.remove());
        String name = line.path("DataName").asText("");
        if (segments.contains(name)) {
            return name;
        }
        int number = number(line.path("DataNumber").asText(""));
        return number >= 1 && number <= segments.size() ? segments.get(number - 1) : null;
    }

    private static int number(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }

    private static int minutes(Account account) {
        String minutes = account.settings().get("ttlInMinutes");
        return minutes == null ? DEFAULT_MINUTES : Integer.parseInt(minutes);
    }
}
