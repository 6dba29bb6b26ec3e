package dmp.networks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * The Trade Desk's advertiser data API: {@code POST /data/advertiser} and {@code POST /data/deletion-optout/advertiser}.
 * Shapes, error codes and statuses are those of its published OpenAPI description, where item and data numbers are texts;
 * that they count from 1 is how its own Databricks client reads them. Not published, and so taken from integrators: the
 * size limit, the time to live of 180 days at most, and that a time to live of 0 removes. Not known at all, and so our
 * guess: the longest data name, and the time to live when none is given.
 */
final class TradeDesk extends Network {

    static final int MAX_CONCURRENT_CALLERS = 4;

    private static final int MAX_BODY_BYTES = 2_500_000;
    private static final int MAX_ITEMS = 10_000;
    private static final int MAX_NAME_LENGTH = 256;
    private static final Duration DEFAULT_TTL = Duration.ofDays(30);
    private static final Duration MAX_TTL = Duration.ofDays(180);

    private static final Set<String> ID_TYPES = Set.of(
            "TDID",
            "DAID",
            "UID2",
            "UID2Token",
            "EUID",
            "EUIDToken",
            "RampID",
            "CoreID",
            "ID5",
            "NetID",
            "FirstID",
            "UtiqID",
            "MerkuryID",
            "RealID",
            "IqviaPPID");
    private static final Set<String> ITEM_PROPERTIES = Set.of("Data", "CookieMappingPartnerId");
    private static final UUID NO_ID = new UUID(0, 0);

    record Upload(
            String advertiserId,
            String dataProviderId,
            String dataLoadTraceId,
            String requestType,
            List<JsonNode> items) {}

    record Data(
            String name,
            String timestampUtc,
            Integer ttlInMinutes,
            Double baseBidCPM,
            String baseBidCPMMetadata,
            Double bidFactor) {}

    private static final class InvalidItem extends Exception {
        private final transient Map<String, String> line;

        InvalidItem(String code, String message, int item, Integer data) {
            super(message);
            this.line = data == null
                    ? Map.of("ErrorCode", code, "Message", message, "ItemNumber", Integer.toString(item))
                    : Map.of(
                            "ErrorCode",
                            code,
                            "Message",
                            message,
                            "ItemNumber",
                            Integer.toString(item),
                            "DataNumber",
                            Integer.toString(data));
        }
    }

    TradeDesk(HttpClient http, InstantSource clock) {
        super(http, clock, MAX_CONCURRENT_CALLERS);
    }

    @Override
    Reply receive(Exchange exchange, String path, Faults faults) throws IOException {
        if (exchange.header("TTD-Auth") == null || exchange.header("TTD-Auth").isBlank()) {
            return Reply.of(401, "Missing TTD-Auth token");
        }
        if (exchange.body().length > MAX_BODY_BYTES) {
            return Reply.of(413, "MaxRequestSizeExceeded");
        }
        Upload upload;
        try {
            upload = Json.read(exchange.body(), Upload.class);
        } catch (JsonProcessingException e) {
            return failedRequest("Unknown", "Invalid JSON: " + e.getOriginalMessage());
        }
        if (upload == null
                || upload.advertiserId() == null
                || upload.advertiserId().isBlank()) {
            return failedRequest("InvalidDataOwnerId", "AdvertiserId is missing");
        }
        if (upload.items() == null || upload.items().isEmpty()) {
            return failedRequest("Unknown", "Items are missing");
        }
        if (upload.items().size() > MAX_ITEMS) {
            return Reply.of(413, "MaxRequestSizeExceeded");
        }
        return switch (path) {
            case "data/advertiser" -> ingest(upload, faults);
            case "data/deletion-optout/advertiser" -> forgetUsers(upload);
            default -> Reply.of(404, "Not found");
        };
    }

    @Override
    List<Change> asked(Exchange exchange) throws IOException {
        List<Change> asked = new ArrayList<>();
        try {
            Upload upload = Json.read(exchange.body(), Upload.class);
            if (upload != null && upload.items() != null) {
                for (JsonNode item : upload.items()) {
                    String identifier = identifier(item, 0);
                    for (Data entry : data(item, 0)) {
                        asked.add(change(upload.advertiserId(), identifier, entry));
                    }
                }
            }
        } catch (JsonProcessingException | InvalidItem unreadable) {
            // What came before it was asked all the same.
        }
        return asked;
    }

    private Reply ingest(Upload upload, Faults faults) {
        List<Change> made = new ArrayList<>();
        List<Map<String, String>> failedLines = new ArrayList<>();
        for (int number = 1; number <= upload.items().size(); number++) {
            JsonNode item = upload.items().get(number - 1);
            try {
                String identifier = identifier(item, number);
                List<Data> data = data(item, number);
                boolean refused = faults.refusesRecord();
                for (Data entry : data) {
                    Change change = change(upload.advertiserId(), identifier, entry);
                    apply(change, until(entry), !refused);
                    if (!refused) {
                        made.add(change);
                    }
                }
                if (refused) {
                    String code = faults.partialFailureCode();
                    throw new InvalidItem(code == null ? "Unknown" : code, "As told, item #" + number, number, null);
                }
            } catch (InvalidItem e) {
                failedLines.add(e.line);
            }
        }
        Map<String, Object> body = failedLines.isEmpty() ? Map.of() : Map.of("FailedLines", failedLines);
        return Reply.of(200, body).acknowledging(made);
    }

    private Reply forgetUsers(Upload upload) {
        if (!Set.of("OptOut", "Deletion").contains(String.valueOf(upload.requestType()))) {
            return failedRequest("Unknown", "RequestType is OptOut or Deletion");
        }
        List<Map<String, String>> failedLines = new ArrayList<>();
        for (int number = 1; number <= upload.items().size(); number++) {
            try {
                audiences()
                        .removeEverywhere(
                                upload.advertiserId(), identifier(upload.items().get(number - 1), number));
            } catch (InvalidItem e) {
                failedLines.add(e.line);
            }
        }
        return Reply.of(200, failedLines.isEmpty() ? Map.of() : Map.of("FailedLines", failedLines));
    }

    private static String identifier(JsonNode item, int number) throws InvalidItem {
        String identifier = null;
        for (Map.Entry<String, JsonNode> property : item.properties()) {
            String name = property.getKey();
            if (ID_TYPES.contains(name)) {
                if (identifier == null && !property.getValue().isNull()) {
                    identifier = identifier(name, property.getValue(), number);
                }
            } else if (!ITEM_PROPERTIES.contains(name)) {
                throw new InvalidItem(
                        "ItemDeserializationError", "Unknown property " + name + ", item #" + number, number, null);
            }
        }
        if (identifier == null) {
            throw new InvalidItem("MissingUserId", "Missing user id, item #" + number, number, null);
        }
        return identifier;
    }

    private static String identifier(String type, JsonNode value, int number) throws InvalidItem {
        String text = value.isTextual() ? value.textValue() : "";
        boolean valid =
                switch (type) {
                    case "TDID", "DAID" -> isDeviceId(text);
                    default -> !text.isBlank();
                };
        if (!valid) {
            throw new InvalidItem("MissingUserId", "Invalid " + type + ", item #" + number, number, null);
        }
        return switch (type) {
            case "TDID" -> "ttd:" + text;
            case "DAID" -> text;
            default -> type.toLowerCase(Locale.ROOT) + ":" + text;
        };
    }

    private static boolean isDeviceId(String text) {
        try {
            return text.length() == 36 && !UUID.fromString(text).equals(NO_ID);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<Data> data(JsonNode item, int number) throws InvalidItem {
        JsonNode array = item.get("Data");
        if (array == null || !array.isArray() || array.isEmpty()) {
            throw new InvalidItem("ItemDeserializationError", "Missing Data, item #" + number, number, null);
        }
        List<Data> data = new ArrayList<>();
        for (JsonNode node : array) {
            int place = data.size() + 1;
            Data entry;
            try {
                entry = Json.convert(node, Data.class);
            } catch (JsonProcessingException e) {
                throw new InvalidItem(
                        "ItemDeserializationError", e.getOriginalMessage() + ", item #" + number, number, place);
            }
            if (entry == null || entry.name() == null || entry.name().isBlank()) {
                throw new InvalidItem("ItemDeserializationError", "Missing Name, item #" + number, number, place);
            }
            if (entry.name().length() > MAX_NAME_LENGTH) {
                throw new InvalidItem("DataNameTooLong", "Name too long, item #" + number, number, place);
            }
            if (entry.ttlInMinutes() != null
                    && (entry.ttlInMinutes() < 0 || entry.ttlInMinutes() > MAX_TTL.toMinutes())) {
                throw new InvalidItem("InvalidTtlInMinutes", "Invalid TTL, item #" + number, number, place);
            }
            data.add(entry);
        }
        return data;
    }

    private static Change change(String advertiser, String identifier, Data entry) {
        boolean removes = entry.ttlInMinutes() != null && entry.ttlInMinutes() == 0;
        return new Change(
                advertiser, entry.name(), identifier, removes ? Change.Operation.REMOVE : Change.Operation.ADD);
    }

    private Instant until(Data entry) {
        Duration ttl = entry.ttlInMinutes() == null ? DEFAULT_TTL : Duration.ofMinutes(entry.ttlInMinutes());
        return now().plus(ttl);
    }

    private static Reply failedRequest(String code, String message) {
        return Reply.of(400, Map.of("FailedLines", List.of(Map.of("ErrorCode", code, "Message", message))));
    }
}
