package dmp.e2e.scenario;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A public address and the city it is in: networks of universities, broadcasters and the like, which do not move.
 *
 * @param city as city databases call it
 */
public record Place(String ip, String city) {

    public static final String LONDON = "London";

    public static final List<Place> IN_LONDON = List.of(
            new Place("81.2.69.142", LONDON),
            // University College, Imperial College, King's College, School of Economics, Queen Mary, BBC.
            new Place("128.40.0.1", LONDON),
            new Place("155.198.140.14", LONDON),
            new Place("137.73.10.10", LONDON),
            new Place("158.143.10.1", LONDON),
            new Place("138.37.10.1", LONDON),
            new Place("212.58.244.20", LONDON));

    /** Universities of the cities that they are named after, and Google's name server. */
    public static final List<Place> ELSEWHERE = List.of(
            new Place("130.88.1.1", "Manchester"),
            new Place("129.215.1.1", "Edinburgh"),
            new Place("163.1.10.1", "Oxford"),
            new Place("131.111.8.46", "Cambridge"),
            new Place("130.149.7.201", "Berlin"),
            new Place("129.132.1.1", "Zurich"),
            new Place("134.157.1.1", "Paris"),
            new Place("147.83.2.3", "Barcelona"),
            new Place("131.130.1.1", "Vienna"),
            new Place("134.226.1.1", "Dublin"),
            new Place("128.59.1.1", "New York"),
            new Place("8.8.8.8", "Mountain View"));

    public static Place inLondon(RandomGenerator chance) {
        return IN_LONDON.get(chance.nextInt(IN_LONDON.size()));
    }

    public static Place elsewhere(RandomGenerator chance) {
        return ELSEWHERE.get(chance.nextInt(ELSEWHERE.size()));
    }
}
