package dmp.activation.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;

/**
 * A Lua script over one key, kept as a resource beside its class. Sent as a whole each time: Redis compiles it once, and a
 * Redis that was restarted needs no second try.
 */
public final class Script {

    private final String text;

    private Script(String text) {
        this.text = text;
    }

    /** @throws UncheckedIOException when the class has no such resource beside it */
    public static Script beside(Class<?> owner, String name) {
        try (InputStream resource = owner.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException("no resource " + name + " beside " + owner.getName());
            }
            return new Script(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Request on(String key, List<?> arguments) {
        List<Object> all = new ArrayList<>(arguments.size() + 3);
        all.add(text);
        all.add(1);
        all.add(key);
        all.addAll(arguments);
        return Pipeline.command(Command.EVAL, all.toArray());
    }
}
