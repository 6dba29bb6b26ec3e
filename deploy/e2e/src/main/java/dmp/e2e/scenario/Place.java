package dmp.e2e.scenario;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A public address and the city it is in. Both the full city database and the small one that ingestion-service ships know all
 * of these; an excerpt of DB-IP City Lite (https://db-ip.com, CC BY 4.0).
 *
 * @param city as city databases call it
 */
public record Place(String ip, String city) {

    public static final String LONDON = "London";

    public static final List<Place> IN_LONDON = List.of(
            new Place("81.2.69.142", LONDON),
            new Place("1.178.12.10", LONDON),
            new Place("1.178.164.10", LONDON),
            new Place("1.179.64.10", LONDON),
            new Place("2.17.4.10", LONDON),
            new Place("2.19.232.10", LONDON),
            new Place("2.22.124.10", LONDON));

    public static final List<Place> ELSEWHERE = List.of(
            new Place("2.16.248.10", "Manchester"),
            new Place("13.20.0.10", "Birmingham"),
            new Place("17.69.236.10", "Edinburgh"),
            new Place("2.103.140.10", "Leeds"),
            new Place("1.179.112.10", "Paris"),
            new Place("2.3.92.10", "Lyon"),
            new Place("2.204.228.10", "Berlin"),
            new Place("2.19.188.10", "Munich"),
            new Place("1.178.224.10", "Madrid"),
            new Place("2.17.124.10", "Milan"),
            new Place("1.118.32.10", "Amsterdam"),
            new Place("2.17.172.10", "Dublin"),
            new Place("2.17.140.10", "Stockholm"),
            new Place("2.17.240.10", "Warsaw"),
            new Place("3.152.0.10", "New York"),
            new Place("2.16.232.10", "Chicago"),
            new Place("2.16.228.10", "Toronto"),
            new Place("32.42.168.10", "Tokyo"),
            new Place("1.44.160.10", "Sydney"));

    public static Place inLondon(RandomGenerator chance) {
        return IN_LONDON.get(chance.nextInt(IN_LONDON.size()));
    }

    public static Place elsewhere(RandomGenerator chance) {
        return ELSEWHERE.get(chance.nextInt(ELSEWHERE.size()));
    }
}
