package dmp.profile.backfill;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where the look at each partition stands, and where it is to end. */
final class Positions {

    private final Map<Integer, Range> partitionToRange = new TreeMap<>();

    /**
     * @param next the offset to be read next
     * @param end the first offset not to be read
     */
    private record Range(long next, long end) {}

    /** As {@link #toString} has written it. */
    static Positions parse(String text) {
        Positions positions = new Positions();
        for (String range : text.split(",")) {
            String[] numbers = range.split(":");
            positions.add(Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
        }
        return positions;
    }

    void add(int partition, long next, long end) {
        partitionToRange.put(partition, new Range(next, end));
    }

    Map<Integer, Long> next() {
        return partitionToRange.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().next()));
    }

    /** Goes past a record; false when it need not be looked at. */
    boolean pass(int partition, long offset) {
        Range range = partitionToRange.get(partition);
        if (range == null || offset < range.next() || offset >= range.end()) {
            return false;
        }
        partitionToRange.put(partition, new Range(offset + 1, range.end()));
        return true;
    }

    /** What is missing of a partition has been deleted meanwhile, or never was a record. */
    void reach(int partition, long position) {
        partitionToRange.computeIfPresent(
                partition, (_, range) -> new Range(Math.max(range.next(), position), range.end()));
    }

    boolean areAtEnd() {
        return left() == 0;
    }

    /** How many records at most are still to be looked at. */
    long left() {
        return partitionToRange.values().stream()
                .mapToLong(range -> Math.max(0, range.end() - range.next()))
                .sum();
    }

    @Override
    public String toString() {
        return partitionToRange.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue().next() + ":"
                        + entry.getValue().end())
                .collect(Collectors.joining(","));
    }
}
