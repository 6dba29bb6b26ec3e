package dmp.segment.running;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;

/**
 * Instants as {@link Instant#toString()} writes them (ISO 8601, UTC). A view holds hundreds, nearly all to the second or the millisecond:
 * those do without the formatters of the JDK, which writes memberships in half the time (MessageBenchmark); the others are left to them.
 */
final class InstantsAsText extends SimpleModule {

    private static final int SECONDS_A_DAY = 86_400;
    private static final int NANOS_A_MILLISECOND = 1_000_000;

    /** {@code 2026-11-30T07:28:04Z} */
    private static final int TO_THE_SECOND = 20;

    /** {@code 2026-11-30T07:28:04.123Z} */
    private static final int TO_THE_MILLISECOND = 24;

    InstantsAsText() {
        addSerializer(Instant.class, new Writing());
        addDeserializer(Instant.class, new Reading());
    }

    private static final class Writing extends StdScalarSerializer<Instant> {

        private Writing() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant instant, JsonGenerator json, SerializerProvider provider) throws IOException {
            LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(instant.getEpochSecond(), SECONDS_A_DAY));
            int second = Math.floorMod(instant.getEpochSecond(), SECONDS_A_DAY);
            int nanos = instant.getNano();
            if (day.getYear() < 0 || day.getYear() > 9_999 || nanos % NANOS_A_MILLISECOND != 0) {
                json.writeString(instant.toString());
                return;
            }
            char[] text = new char[nanos == 0 ? TO_THE_SECOND : TO_THE_MILLISECOND];
            write(text, 0, 4, day.getYear());
            text[4] = '-';
            write(text, 5, 2, day.getMonthValue());
            text[7] = '-';
            write(text, 8, 2, day.getDayOfMonth());
            text[10] = 'T';
            write(text, 11, 2, second / 3_600);
            text[13] = ':';
            write(text, 14, 2, second / 60 % 60);
            text[16] = ':';
            write(text, 17, 2, second % 60);
            if (nanos != 0) {
                text[19] = '.';
                write(text, 20, 3, nanos / NANOS_A_MILLISECOND);
            }
            text[text.length - 1] = 'Z';
            json.writeString(text, 0, text.length);
        }

        private static void write(char[] text, int from, int digits, int number) {
            int rest = number;
            for (int i = from + digits - 1; i >= from; i--) {
                text[i] = (char) ('0' + rest % 10);
                rest /= 10;
            }
        }
    }

    private static final class Reading extends StdScalarDeserializer<Instant> {

        private Reading() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            Instant read = json.hasToken(JsonToken.VALUE_STRING)
                    ? read(json.getTextCharacters(), json.getTextOffset(), json.getTextLength())
                    : null;
            return read != null ? read : InstantDeserializer.INSTANT.deserialize(json, context);
        }

        /** Null when it is anything else, or wrong. */
        private static Instant read(char[] text, int from, int length) {
            boolean isToTheSecond = length == TO_THE_SECOND;
            if (!isToTheSecond && (length != TO_THE_MILLISECOND || text[from + 19] != '.')
                    || text[from + 4] != '-'
                    || text[from + 7] != '-'
                    || text[from + 10] != 'T'
                    || text[from + 13] != ':'
                    || text[from + 16] != ':'
                    || text[from + length - 1] != 'Z') {
                return null;
            }
            int year = number(text, from, 4);
            int month = number(text, from + 5, 2);
            int day = number(text, from + 8, 2);
            int hour = number(text, from + 11, 2);
            int minute = number(text, from + 14, 2);
            int second = number(text, from + 17, 2);
            int milliseconds = isToTheSecond ? 0 : number(text, from + 20, 3);
            if ((year | month | day | hour | minute | second | milliseconds) < 0
                    || hour > 23
                    || minute > 59
                    || second > 59) {
                return null;
            }
            try {
                long days = LocalDate.of(year, month, day).toEpochDay();
                return Instant.ofEpochSecond(
                        days * SECONDS_A_DAY + hour * 3_600 + minute * 60 + second,
                        (long) milliseconds * NANOS_A_MILLISECOND);
            } catch (DateTimeException e) {
                // There is no such day: the error is for the JDK to word.
                return null;
            }
        }

        /** Less than 0 when these are no digits. */
        private static int number(char[] text, int from, int digits) {
            int number = 0;
            for (int i = from; i < from + digits; i++) {
                int digit = text[i] - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                number = number * 10 + digit;
            }
            return number;
        }
    }
}
