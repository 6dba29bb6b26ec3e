package dmp.segment.estimate;

import java.util.List;
import java.util.function.Function;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dmp.segment.reach.KnownIdentifiers;

/** Asks all known identifiers of a tenant, or, when they are many, some that are drawn. */
@ApplicationScoped
class Samples {

    /** Read together: short enough that nobody waits for Redis behind it. */
    private static final int PART = 500;

    private static final int AT_ONCE = 2;

    private final KnownIdentifiers known;
    private final EstimateConfig config;

    Samples(KnownIdentifiers known, EstimateConfig config) {
        this.known = known;
        this.config = config;
    }

    /**
     * What was answered.
     *
     * @param answers one for each part of those asked
     * @param known how many identifiers there are
     * @param size how many of them were asked
     */
    record Asked<T>(List<T> answers, long known, long size) {

        /** All were asked. */
        boolean isExact() {
            return size == known;
        }

        /** So many of those asked, reckoned on all. */
        long scaled(long found) {
            return size == 0 ? 0 : Math.round((double) found * known / size);
        }

        /** Where the number for all lies; null when it is exact. */
        Interval interval(long found) {
            return isExact() ? null : Interval.of(found, size, known);
        }
    }

    /**
     * @param seed asks the same identifiers again
     * @param question asked of a part of them at a time, by their keys
     */
    <T> Uni<Asked<T>> ask(String tenant, long seed, Function<List<String>, Uni<T>> question) {
        return known.count(tenant).chain(count -> {
            int size = (int) Math.min(count, config.most());
            return Multi.createFrom()
                    .iterable(Sample.draw(seed, size, count, PART))
                    .onItem()
                    .transformToUni(numbers -> known.numbered(tenant, numbers).chain(question::apply))
                    .merge(AT_ONCE)
                    .collect()
                    .asList()
                    .map(answers -> new Asked<>(answers, count, size));
        });
    }
}
