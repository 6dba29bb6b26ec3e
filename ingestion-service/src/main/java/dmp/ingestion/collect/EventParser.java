package dmp.ingestion.collect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dmp.ingestion.consent.ConsentStatement;
import dmp.ingestion.normalise.SubmittedEvent;
import dmp.ingestion.quarantine.Refused;
import dmp.ingestion.quarantine.RejectionCode;

/**
 * Reads the body of {@code POST /v1/events}: one event, an array, or {@code {"events":[…]}}. A stream of tokens goes
 * straight into records, no tree is built. An item of the wrong shape is refused by itself; the others go on.
 */
final class EventParser {

    /** More items than are accepted in one request. */
    static final class TooManyEvents extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final JsonFactory JSON = new JsonFactory();

    /** Two identifiers on one event were observed together: OpenRTB 2.6 {@code eid.mm} 4. */
    private static final int OBSERVED = 4;

    private final JsonParser parser;
    private final int maxEvents;
    private final List<Submission> submissions = new ArrayList<>();

    private EventParser(JsonParser parser, int maxEvents) {
        this.parser = parser;
        this.maxEvents = maxEvents;
    }

    /**
     * @throws IOException when the body as a whole is no JSON, or none of the three forms
     * @throws TooManyEvents when there are more than {@code maxEvents}
     */
    static List<Submission> parse(byte[] body, int maxEvents) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            EventParser reading = new EventParser(parser, maxEvents);
            reading.readBody();
            return reading.submissions;
        }
    }

    private void readBody() throws IOException {
        switch (parser.nextToken()) {
            case START_ARRAY -> readArray();
            case START_OBJECT -> {
                if (parser.nextToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("events")) {
                    require(parser.nextToken() == JsonToken.START_ARRAY, "\"events\" is an array");
                    readArray();
                    require(parser.nextToken() == JsonToken.END_OBJECT, "beside \"events\" there is nothing");
                } else {
                    readEvent();
                }
            }
            case null, default -> require(false, "the body is an event, an array of events, or {\"events\":[…]}");
        }
        require(parser.nextToken() == null, "nothing follows the events");
    }

    private void readArray() throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                parser.nextToken();
                readEvent();
            } else {
                parser.skipChildren();
                add(new Submission.Unreadable(
                        malformed("An event is a JSON object.", "").rejection()));
            }
        }
    }

    /** The parser stands on the first field's name, or on the end of the object. */
    private void readEvent() throws IOException {
        int depth = parser.getParsingContext().getNestingDepth();
        if (parser.currentToken() == JsonToken.END_OBJECT) {
            depth++;
        }
        try {
            add(new Submission.Readable(event()));
        } catch (Refused refused) {
            skipRest(depth);
            add(new Submission.Unreadable(refused.rejection()));
        }
    }

    /** To the end of the event at this depth, from wherever in it the parser stands. */
    private void skipRest(int depth) throws IOException {
        while (parser.getParsingContext().getNestingDepth() >= depth) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "the body ends inside an event");
            }
        }
    }

    private void add(Submission submission) {
        if (submissions.size() == maxEvents) {
            throw new TooManyEvents();
        }
        submissions.add(submission);
    }

    private SubmittedEvent event() throws IOException {
        String id = null;
        String identifier = null;
        List<SubmittedEvent.Link> links = List.of();
        String name = null;
        String occurredAt = null;
        String sentAt = null;
        SubmittedEvent.Page page = null;
        List<SubmittedEvent.Property> properties = List.of();
        List<String> traits = List.of();
        SubmittedEvent.Client context = null;
        ConsentStatement consent = ConsentStatement.MISSING;
        for (; parser.currentToken() == JsonToken.FIELD_NAME; parser.nextToken()) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "id" -> id = text("/id");
                case "identifier" -> identifier = text("/identifier");
                case "links" -> links = links();
                case "name" -> name = text("/name");
                case "occurredAt" -> occurredAt = text("/occurredAt");
                case "sentAt" -> sentAt = text("/sentAt");
                case "page" -> page = page();
                case "properties" -> properties = properties();
                case "traits" -> traits = traits();
                case "context" -> context = context();
                case "consent" -> consent = consent();
                default ->
                    throw unknown(
                            "An event has id, identifier, links, name, occurredAt, sentAt, page, properties, traits, context and consent.",
                            "");
            }
        }
        return new SubmittedEvent(
                id, identifier, links, name, occurredAt, sentAt, page, properties, traits, context, consent);
    }

    private List<SubmittedEvent.Link> links() throws IOException {
        List<SubmittedEvent.Link> links = new ArrayList<>();
        requireToken(JsonToken.START_ARRAY, "Links are an array.", "/links");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String pointer = "/links/" + links.size();
            links.add(
                    parser.currentToken() == JsonToken.START_OBJECT
                            ? link(pointer)
                            : new SubmittedEvent.Link(text(pointer), OBSERVED));
        }
        return links;
    }

    private SubmittedEvent.Link link(String pointer) throws IOException {
        String identifier = null;
        int matchMethod = OBSERVED;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "identifier" -> identifier = text(pointer + "/identifier");
                case "matchMethod" -> {
                    requireToken(
                            JsonToken.VALUE_NUMBER_INT, "matchMethod is a whole number.", pointer + "/matchMethod");
                    // Whatever does not fit an int is none of the methods either.
                    matchMethod = parser.getNumberType() == JsonParser.NumberType.INT ? parser.getIntValue() : -1;
                }
                default -> throw unknown("A link has identifier and matchMethod.", pointer);
            }
        }
        return new SubmittedEvent.Link(identifier, matchMethod);
    }

    private SubmittedEvent.Page page() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        requireToken(JsonToken.START_OBJECT, "A page is an object.", "/page");
        String url = null;
        String title = null;
        String referrer = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "url" -> url = text("/page/url");
                case "title" -> title = text("/page/title");
                case "referrer" -> referrer = text("/page/referrer");
                default -> throw unknown("A page has url, title and referrer.", "/page");
            }
        }
        return new SubmittedEvent.Page(url, title, referrer);
    }

    private List<SubmittedEvent.Property> properties() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        requireToken(JsonToken.START_OBJECT, "Properties are an object.", "/properties");
        List<SubmittedEvent.Property> properties = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            switch (parser.nextToken()) {
                case VALUE_STRING, VALUE_TRUE, VALUE_FALSE ->
                    properties.add(new SubmittedEvent.Property(name, parser.getText(), false));
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    properties.add(new SubmittedEvent.Property(name, parser.getText(), true));
                case VALUE_NULL -> {}
                case null, default ->
                    throw new Refused(
                            RejectionCode.PROPERTY_INVALID,
                            "A property is a text, a number, true or false. Flatten objects and arrays.",
                            SubmittedEvent.Property.pointer(name));
            }
        }
        return properties;
    }

    private List<String> traits() throws IOException {
        requireToken(JsonToken.START_ARRAY, "Traits are an array of codes.", "/traits");
        List<String> traits = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String pointer = "/traits/" + traits.size();
            requireToken(JsonToken.VALUE_STRING, "A trait's code is a text.", pointer);
            traits.add(parser.getText());
        }
        return traits;
    }

    private SubmittedEvent.Client context() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        requireToken(JsonToken.START_OBJECT, "A context is an object.", "/context");
        String ip = null;
        String userAgent = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "ip" -> ip = text("/context/ip");
                case "userAgent" -> userAgent = text("/context/userAgent");
                default -> throw unknown("A context has ip and userAgent.", "/context");
            }
        }
        return new SubmittedEvent.Client(ip, userAgent);
    }

    /** Never refuses: what is wrong with a consent is for the consent decision to say. */
    private ConsentStatement consent() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return ConsentStatement.MISSING;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return ConsentStatement.UNREADABLE;
        }
        Map<String, Object> purposeToAllowed = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String purpose = parser.currentName();
            JsonToken value = parser.nextToken();
            // Said twice, it may be said differently.
            boolean isClear = value.isBoolean() && !purposeToAllowed.containsKey(purpose);
            purposeToAllowed.put(purpose, isClear ? parser.getBooleanValue() : "unclear");
            parser.skipChildren();
        }
        return ConsentStatement.ofPurposes(purposeToAllowed);
    }

    /** A text, or null for null. */
    private String text(String pointer) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        requireToken(JsonToken.VALUE_STRING, "This is a text.", pointer);
        return parser.getText();
    }

    private void requireToken(JsonToken expected, String reason, String pointer) {
        if (parser.currentToken() != expected) {
            throw malformed(reason, pointer);
        }
    }

    private void require(boolean holds, String rule) throws IOException {
        if (!holds) {
            throw new JsonParseException(parser, rule);
        }
    }

    private static Refused malformed(String reason, String pointer) {
        return new Refused(RejectionCode.MALFORMED, reason, pointer);
    }

    /** Does not name the field: its name is the sender's to choose, and might be a value. */
    private static Refused unknown(String reason, String pointer) {
        return new Refused(RejectionCode.UNKNOWN_FIELD, reason, pointer);
    }
}
