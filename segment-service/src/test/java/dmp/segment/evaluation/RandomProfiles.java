package dmp.segment.evaluation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Link;
import dmp.profile.contract.ProfileChanged.MergedIdentifiers;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.rule.World;

import static dmp.segment.rule.RandomRules.EPOCH;

/** Profiles of one to three linked identifiers from a seed; the third is beyond what {@code linked-devices} unites. */
public final class RandomProfiles {

    private static final List<String> SOURCES = List.of("www", "crm");

    private final Random random;
    private final World world;

    public RandomProfiles(Random random, World world) {
        this.random = random;
        this.world = world;
    }

    /** As the other, in the {@link World#NARROW} world. */
    public RandomProfiles(Random random) {
        this(random, World.NARROW);
    }

    public ProfileChanged profile() {
        List<Facts> facts = IntStream.rangeClosed(1, 1 + random.nextInt(3))
                .mapToObj(i -> facts("cookie:" + i))
                .toList();
        List<MergedIdentifiers> policies = facts.size() == 1
                ? List.of()
                : List.of(new MergedIdentifiers("linked-devices", List.of("cookie:1", "cookie:2"), facts.size() - 2));
        Instant changedAt = Instant.ofEpochSecond(EPOCH).plusMillis(random.nextInt(1_000));
        return new ProfileChanged(
                "acme",
                "cookie:1",
                random.nextLong(1L << 60),
                changedAt,
                random.nextBoolean() ? null : changedAt.minusMillis(random.nextInt(500)),
                facts,
                policies,
                links(facts.size()));
    }

    /** Seen on the day of the epoch and the few before. */
    private List<Link> links(int ends) {
        List<Link> links = new ArrayList<>();
        for (int one = 0; one < ends; one++) {
            for (int other = one + 1; other < ends; other++) {
                if (random.nextInt(3) > 0) {
                    links.add(new Link(one, other, 2 + random.nextInt(2), EPOCH / 86_400 - random.nextInt(4)));
                }
            }
        }
        return links;
    }

    private Facts facts(String identifier) {
        Map<String, Attribute> attributes = new HashMap<>();
        for (String key : world.attributes) {
            if (random.nextInt(3) > 0) {
                attributes.put(key, new Attribute(pick(world.texts), instant(), pick(SOURCES)));
            }
        }
        List<Realisations> realisations = new ArrayList<>();
        for (String trait : world.traits) {
            for (String source : SOURCES) {
                if (random.nextDouble() < world.share) {
                    List<Long> occurrences = occurrences();
                    realisations.add(new Realisations(trait, source, occurrences, values(occurrences.size())));
                }
            }
        }
        Consent consent =
                random.nextInt(8) == 0 ? null : new Consent(random.nextInt(6) > 0, random.nextBoolean(), instant());
        return new Facts(identifier, consent, attributes, realisations);
    }

    /** In the past for the most part; a sender's clock may be ahead of ours. */
    private List<Long> occurrences() {
        return IntStream.range(0, 1 + random.nextInt(world.times))
                .mapToObj(_ -> EPOCH - 200 + random.nextInt(220))
                .sorted()
                .toList();
    }

    /** Of half of them none; some speak against. */
    private List<Long> values(int count) {
        return random.nextBoolean()
                ? List.of()
                : IntStream.range(0, count)
                        .mapToObj(_ -> (random.nextInt(7) - 2) * 500_000L)
                        .toList();
    }

    private Instant instant() {
        return Instant.ofEpochSecond(EPOCH).minusMillis(random.nextInt(3) * 1_234L);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
