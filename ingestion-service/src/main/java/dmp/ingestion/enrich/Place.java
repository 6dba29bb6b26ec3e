package dmp.ingestion.enrich;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

import dmp.ingestion.contract.Signal;

/**
 * Where an address is, as far as it is known; what is not known is null.
 *
 * @param country ISO 3166-1 code
 * @param region first subdivision, in English
 * @param city in English, without its district
 * @param point latitude and longitude to a tenth of a degree, about ten kilometres: no finer than a city, whatever a database says
 */
record Place(String country, String region, String city, String point) {

    /** Reads a record of a city database: MaxMind's nested schema, or dbip's flat one. */
    static Place ofRecord(Map<?, ?> record) {
        if (record.get("country") instanceof Map<?, ?> country) {
            Object subdivision =
                    record.get("subdivisions") instanceof List<?> list && !list.isEmpty() ? list.getFirst() : null;
            return new Place(
                    text(country.get("iso_code")),
                    englishName(subdivision),
                    withoutDistrict(englishName(record.get("city"))),
                    record.get("location") instanceof Map<?, ?> location ? point(location) : null);
        }
        return new Place(
                text(record.get("country_code")),
                text(record.get("state1")),
                withoutDistrict(text(record.get("city"))),
                point(record));
    }

    void addTo(Map<String, String> signals) {
        put(signals, Signal.GEO_COUNTRY, country);
        put(signals, Signal.GEO_REGION, region);
        put(signals, Signal.GEO_CITY, city);
        put(signals, Signal.GEO_POINT, point);
    }

    private static void put(Map<String, String> signals, Signal signal, String value) {
        if (value != null) {
            signals.put(signal.key(), value);
        }
    }

    /** dbip says "London (Bloomsbury)". */
    private static String withoutDistrict(String city) {
        return city == null || city.indexOf('(') <= 0 ? city : text(city.substring(0, city.indexOf('(')));
    }

    private static String englishName(Object named) {
        return named instanceof Map<?, ?> map && map.get("names") instanceof Map<?, ?> names
                ? text(names.get("en"))
                : null;
    }

    private static String point(Map<?, ?> located) {
        return located.get("latitude") instanceof Number latitude
                        && located.get("longitude") instanceof Number longitude
                ? tenth(latitude) + ',' + tenth(longitude)
                : null;
    }

    private static String tenth(Number degrees) {
        BigDecimal rounded = BigDecimal.valueOf(degrees.doubleValue()).setScale(1, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0.0" : rounded.toPlainString();
    }

    private static String text(Object value) {
        return value instanceof String text && !text.isBlank() ? text.strip() : null;
    }
}
