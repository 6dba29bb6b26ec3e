package dmp.ingestion.enrich;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class PlacesTest {

    private static final Path BUILT_IN = Path.of("src/main/resources/dmp/ingestion/enrich/cities.mmdb");
    private static final long JUNE_2026 = 1_780_272_000L;

    @ParameterizedTest
    @CsvSource({
        "81.2.69.142, GB, England, London, '51.5,-0.1'",
        "2.16.250.7, GB, England, Manchester, '53.5,-2.2'",
        "3.152.0.1, US, New York, New York, '40.7,-74.0'",
        "1.179.127.255, FR, Ile-de-France, Paris, '48.9,2.4'",
    })
    void theBuiltInDatabaseKnowsAFewCities(String address, String country, String region, String city, String point) {
        assertEquals(Optional.of(new Place(country, region, city, point)), new Places(List.of()).of(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "81.2.70.1", "2001:db8::1", "localhost", "", "81.2.69"})
    void otherAddressesHaveNoPlace(String address) {
        assertEquals(Optional.empty(), new Places(List.of()).of(address));
    }

    @Test
    void flatRecordsAreReadAndDistrictsStripped() {
        Place place = Place.ofRecord(Map.of(
                "country_code",
                "GB",
                "state1",
                "England",
                "city",
                "London (Bloomsbury)",
                "latitude",
                51.5177f,
                "longitude",
                -0.04f));

        assertEquals(new Place("GB", "England", "London", "51.5,0.0"), place);
    }

    @Test
    void nestedRecordsAreRead() {
        Place place = Place.ofRecord(Map.of(
                "country",
                Map.of("iso_code", "GB", "names", Map.of("en", "United Kingdom")),
                "subdivisions",
                List.of(Map.of("iso_code", "ENG", "names", Map.of("en", "England"))),
                "city",
                Map.of("names", Map.of("en", "London", "de", "London")),
                "location",
                Map.of("latitude", 51.5142, "longitude", -0.0931)));

        assertEquals(new Place("GB", "England", "London", "51.5,-0.1"), place);
    }

    @Test
    void aCustomersDatabaseComesFirst(@TempDir Path directory) throws IOException {
        MmdbWriter writer = new MmdbWriter();
        writer.add(
                "81.2.69.128/25",
                Map.of("country", Map.of("iso_code", "GB"), "city", Map.of("names", Map.of("en", "Leeds"))));
        Path file = Files.write(directory.resolve("own.mmdb"), writer.toBytes("Own-City", JUNE_2026));

        assertEquals(Optional.of(new Place("GB", null, "Leeds", null)), new Places(List.of(file)).of("81.2.69.142"));
    }

    @Test
    void aMissingDatabaseDoesNotKeepUsFromStarting() {
        assertEquals(
                Optional.of(new Place("GB", "England", "London", "51.5,-0.1")),
                new Places(List.of(Path.of("nowhere.mmdb"))).of("81.2.69.142"));
    }

    /** {@code -Ddmp.write=true} writes the file anew from its table. */
    @Test
    void theBuiltInDatabaseIsWhatItsTableSays() throws IOException {
        byte[] written = builtIn();
        if (Boolean.getBoolean("dmp.write")) {
            Files.write(BUILT_IN, written);
        }

        assertArrayEquals(
                written, Files.readAllBytes(BUILT_IN), "cities.csv has changed: run this with -Ddmp.write=true");
    }

    private static byte[] builtIn() throws IOException {
        MmdbWriter writer = new MmdbWriter();
        try (InputStream table = PlacesTest.class.getResourceAsStream("cities.csv")) {
            new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        String[] cells = line.split(",");
                        Map<String, Object> place = new LinkedHashMap<>();
                        place.put("country_code", cells[1]);
                        place.put("state1", cells[2]);
                        place.put("city", cells[3]);
                        place.put("latitude", Double.valueOf(cells[4]));
                        place.put("longitude", Double.valueOf(cells[5]));
                        writer.add(cells[0], place);
                    });
        }
        return writer.toBytes("DMP-Cities", JUNE_2026);
    }
}
