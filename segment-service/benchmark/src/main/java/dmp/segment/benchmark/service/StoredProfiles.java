package dmp.segment.benchmark.service;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.benchmark.Attributes;
import dmp.segment.benchmark.Profiles;
import dmp.segment.dictionary.StoredWords;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.membership.StoredProfile;
import dmp.segment.storage.Keys;

/** Profiles of DMP-BE-1 in the service's Redis, as if they had come long ago; none of them is in any segment. */
final class StoredProfiles {

    private static final int AT_ONCE = 1_000;

    /** As in {@code KnownIdentifiers}. */
    private static final int BUCKET = 128;

    private final String tenant;
    private final long shift;

    /** @param now the second at which the profiles are as old as the workload says */
    StoredProfiles(String tenant, long now) {
        this.tenant = tenant;
        this.shift = now - Attributes.NOW;
    }

    static String identifier(long number) {
        return "cookie:%016x".formatted(number * 0x9E3779B97F4A7C15L);
    }

    /**
     * Their words, as they would be numbered by and by, come into the service's database.
     *
     * @param each told of every profile, by its number
     */
    void store(RunningService service, int count, long seed, BiConsumer<Integer, ProfileChanged> each)
            throws IOException, SQLException {
        Profiles profiles = new Profiles(seed);
        StoredWords words = new StoredWords();
        try (Connection database = service.database();
                RedisPipe pipe = new RedisPipe(service.redis())) {
            for (int number = 0; number < count; number++) {
                ProfileChanged profile = profile(identifier(number), profiles.profile());
                each.accept(number, profile);
                byte[] state =
                        StoredProfile.encode(profile, number, 0, List.of(), Evaluation.NEVER, words.dictionary());
                store(pipe, number, state, profile.key());
                words.grow();
            }
            words.store(database, tenant);
            pipe.send(RedisPipe.bytes("SET"), RedisPipe.bytes(Keys.known(tenant)), RedisPipe.bytes("" + count));
            pipe.settle();
        }
    }

    void store(RedisPipe pipe, long number, byte[] state, String key) throws IOException {
        pipe.sendMany(AT_ONCE, RedisPipe.bytes("SET"), RedisPipe.bytes(Keys.state(key)), state);
        pipe.sendMany(
                AT_ONCE,
                RedisPipe.bytes("HSET"),
                RedisPipe.bytes(Keys.known(tenant, number / BUCKET)),
                RedisPipe.bytes(Long.toString(number)),
                RedisPipe.bytes(key));
    }

    ProfileChanged profile(String identifier, Profiles.Plain plain) {
        Instant at = Instant.ofEpochSecond(Attributes.NOW + shift);
        Map<String, Attribute> attributes = new HashMap<>();
        plain.keyToValue().forEach((key, value) -> attributes.put(key, new Attribute(value, at, "www")));
        List<Realisations> realisations = new ArrayList<>();
        plain.traitToOccurrences().forEach((trait, seconds) -> {
            List<Long> shifted = new ArrayList<>(seconds.length);
            for (long second : seconds) {
                shifted.add(second + shift);
            }
            realisations.add(new Realisations(trait, "www", shifted));
        });
        return new ProfileChanged(
                tenant,
                identifier,
                1,
                at,
                at,
                List.of(new Facts(identifier, new Consent(true, true, at), attributes, realisations)),
                List.of(),
                List.of());
    }
}
