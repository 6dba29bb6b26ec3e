package dmp.segment.membership;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;

import dmp.profile.contract.ProfileChanged;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.dictionary.Dictionaries;
import dmp.segment.dictionary.Dictionary;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.running.SideBySide;
import dmp.segment.storage.Keys;
import dmp.segment.storage.Pipeline;

/**
 * The states in Redis: what {@link StateCodec} makes, and eight bytes that differ with every write. A state is written only
 * over the one that was read, so that an instance which lost its partition without noticing cannot undo the work of the next.
 */
@ApplicationScoped
public class MembershipStore {

    private static final int STAMP = Long.BYTES;

    private static final String REPLACE = script("replace-state.lua");

    private final Pipeline redis;
    private final Dictionaries dictionaries;
    private final MembershipConfig config;

    MembershipStore(Pipeline redis, Dictionaries dictionaries, MembershipConfig config) {
        this.redis = redis;
        this.dictionaries = dictionaries;
        this.config = config;
    }

    /**
     * @param state null when there is none
     * @param stamp which write it is from; empty when there is none
     */
    record Stored(MembershipState state, byte[] stamp) {}

    /**
     * What is kept about one identifier, for those who ask.
     *
     * @param version of the memberships as they were last told; 0 when there was never anything to tell
     * @param changesAt when any segment's answer changes by itself; null when none does
     * @param history how its memberships have changed lately, the latest first
     * @param isHistoryComplete false when there may have been earlier changes, which are not kept
     */
    public record KnownProfile(
            ProfileChanged profile,
            long version,
            boolean activationAllowed,
            List<String> linkedIdentifiers,
            List<Membership> memberships,
            Instant changesAt,
            List<Change> history,
            boolean isHistoryComplete) {}

    /** Empty when the identifier is unknown or forgotten. */
    public Uni<Optional<KnownProfile>> find(String tenant, String identifier) {
        String key = Keys.identifier(tenant, identifier);
        return read(List.of(key))
                .map(states -> Optional.ofNullable(states.get(key).state())
                        .filter(state -> !state.isForgotten())
                        .map(state -> new KnownProfile(
                                state.profile(),
                                state.version(),
                                state.activationAllowed(),
                                state.linkedIdentifiers(),
                                state.memberships(),
                                Evaluation.instant(state.nextChange()),
                                state.history(),
                                state.history().size() < config.historyKept())));
    }

    /** The states of all these identifiers, in one round trip. */
    Uni<Map<String, Stored>> read(Collection<String> identifierKeys) {
        return bytes(identifierKeys)
                .call(states -> Multi.createFrom()
                        .iterable(wordsNeeded(identifierKeys, states).entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(
                                needed -> dictionaries.atLeast(needed.getKey(), needed.getValue()))
                        .collect()
                        .last())
                .map(states -> {
                    Map<String, Stored> keyToState = new LinkedHashMap<>();
                    int i = 0;
                    for (String key : identifierKeys) {
                        keyToState.put(key, stored(key, states.get(i++)));
                    }
                    return keyToState;
                });
    }

    /** By tenant, those only whose dictionary is to grow first. */
    private Map<String, Integer> wordsNeeded(Collection<String> identifierKeys, List<byte[]> states) {
        Map<String, Integer> tenantToWords = new HashMap<>();
        int i = 0;
        for (String key : identifierKeys) {
            byte[] state = states.get(i++);
            int words = state == null ? 0 : StateReader.words(state);
            if (words > dictionary(key).size()) {
                tenantToWords.merge(Keys.tenant(key), words, Math::max);
            }
        }
        return tenantToWords;
    }

    /**
     * What {@link StateCodec} has made of states.
     *
     * @param states in the order of the keys; null where there is none
     * @param dictionary of the tenant, to read them with
     */
    record Encoded(List<byte[]> states, Dictionary dictionary) {}

    /** The states of all these identifiers of one tenant, in one round trip. */
    Uni<Encoded> readEncoded(String tenant, List<String> identifierKeys) {
        // The stamp behind the state is not looked at.
        return bytes(identifierKeys).chain(states -> dictionaries
                .atLeast(
                        tenant,
                        states.stream()
                                .filter(Objects::nonNull)
                                .mapToInt(StateReader::words)
                                .max()
                                .orElse(0))
                .map(dictionary -> new Encoded(states, dictionary)));
    }

    private Uni<List<byte[]>> bytes(Collection<String> identifierKeys) {
        return redis.values(identifierKeys.stream().map(Keys::state).toList()).map(answers -> {
            List<byte[]> states = new ArrayList<>(answers.size());
            answers.forEach(answer -> states.add(answer == null ? null : answer.toBytes()));
            return states;
        });
    }

    private Stored stored(String key, byte[] bytes) {
        if (bytes == null) {
            return new Stored(null, new byte[0]);
        }
        int end = bytes.length - STAMP;
        String tenant = Keys.tenant(key);
        return new Stored(
                StateCodec.decode(
                        tenant, key.substring(tenant.length() + 1), Arrays.copyOf(bytes, end), dictionary(key)),
                Arrays.copyOfRange(bytes, end, bytes.length));
    }

    private Dictionary dictionary(String key) {
        return dictionaries.of(Keys.tenant(key));
    }

    /** Writes the states in one round trip. Answers the identifiers whose state has changed since it was read: not written. */
    Uni<Set<String>> replace(Map<String, Stored> keyToRead, Map<String, MembershipState> keyToState) {
        List<Request> commands = SideBySide.map(
                keyToState.entrySet(), entry -> replacement(entry.getKey(), keyToRead, entry.getValue()));
        return redis.send(commands).map(answers -> {
            Set<String> overtaken = new LinkedHashSet<>();
            int i = 0;
            for (String key : keyToState.keySet()) {
                if (answers.get(i++).toInteger() == 0) {
                    overtaken.add(key);
                }
            }
            return overtaken;
        });
    }

    private Request replacement(String key, Map<String, Stored> keyToRead, MembershipState state) {
        return Request.cmd(Command.EVAL)
                .arg(REPLACE)
                .arg(1)
                .arg(Keys.state(key))
                .arg(Buffer.buffer(keyToRead.get(key).stamp()))
                .arg(Buffer.buffer(stamped(StateCodec.encode(state, dictionary(key)))))
                .arg(state.isForgotten() ? config.tombstones().toMillis() : 0);
    }

    private static byte[] stamped(byte[] encoded) {
        return ByteBuffer.allocate(encoded.length + STAMP)
                .put(encoded)
                .putLong(ThreadLocalRandom.current().nextLong())
                .array();
    }

    private static String script(String name) {
        try (InputStream script = MembershipStore.class.getResourceAsStream(name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
