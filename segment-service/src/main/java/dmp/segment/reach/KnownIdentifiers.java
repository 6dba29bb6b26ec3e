package dmp.segment.reach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

import dmp.segment.storage.Keys;
import dmp.segment.storage.Pipeline;

/**
 * The identifiers of each tenant, numbered from 0 in the order in which they became known. A number is never given twice; a
 * crash may leave one unused.
 */
@ApplicationScoped
public class KnownIdentifiers {

    /** Small enough that Redis keeps a bucket in its compact form. */
    public static final int BUCKET = 128;

    private final Pipeline redis;

    KnownIdentifiers(Pipeline redis) {
        this.redis = redis;
    }

    /** Reserves numbers: for each tenant as many as asked for, from the answered one on. */
    public Uni<Map<String, Long>> reserve(Map<String, Integer> tenantToCount) {
        List<String> tenants = List.copyOf(tenantToCount.keySet());
        List<Request> commands = new ArrayList<>();
        for (String tenant : tenants) {
            commands.add(Request.cmd(Command.INCRBY).arg(Keys.known(tenant)).arg((long) tenantToCount.get(tenant)));
        }
        return redis.send(commands).map(answers -> {
            Map<String, Long> tenantToFirst = new HashMap<>();
            for (int i = 0; i < tenants.size(); i++) {
                tenantToFirst.put(tenants.get(i), answers.get(i).toLong() - tenantToCount.get(tenants.get(i)));
            }
            return tenantToFirst;
        });
    }

    /** The command that files an identifier under its number. */
    public static Request file(String tenant, long number, String identifierKey) {
        return Request.cmd(Command.HSET)
                .arg(Keys.known(tenant, number / BUCKET))
                .arg(Long.toString(number))
                .arg(identifierKey);
    }

    /** The command that forgets an identifier. */
    public static Request strike(String tenant, long number) {
        return Request.cmd(Command.HDEL)
                .arg(Keys.known(tenant, number / BUCKET))
                .arg(Long.toString(number));
    }

    /** How many numbers have been given. */
    public Uni<Long> count(String tenant) {
        return redis.send(Request.cmd(Command.GET).arg(Keys.known(tenant)))
                .map(answer -> answer == null ? 0 : answer.toLong());
    }

    /** The keys of the identifiers in these buckets. */
    public Uni<List<String>> inBuckets(String tenant, long from, long to) {
        List<Request> commands = new ArrayList<>();
        for (long bucket = from; bucket < to; bucket++) {
            commands.add(Request.cmd(Command.HVALS).arg(Keys.known(tenant, bucket)));
        }
        return redis.send(commands).map(answers -> {
            List<String> identifierKeys = new ArrayList<>();
            for (Response bucket : answers) {
                bucket.forEach(identifierKey -> identifierKeys.add(identifierKey.toString()));
            }
            return identifierKeys;
        });
    }

    /** The keys of the identifiers with these numbers; fewer where a number is nobody's any more. */
    public Uni<List<String>> numbered(String tenant, long[] numbers) {
        List<Request> commands = new ArrayList<>(numbers.length);
        for (long number : numbers) {
            commands.add(Request.cmd(Command.HGET)
                    .arg(Keys.known(tenant, number / BUCKET))
                    .arg(Long.toString(number)));
        }
        return redis.send(commands).map(answers -> {
            List<String> identifierKeys = new ArrayList<>(answers.size());
            for (Response identifierKey : answers) {
                if (identifierKey != null) {
                    identifierKeys.add(identifierKey.toString());
                }
            }
            return identifierKeys;
        });
    }
}
