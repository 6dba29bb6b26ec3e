package dmp.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Redis Cluster of three masters without replicas. Its nodes are parts like any other; once they run, {@link #form} makes a
 * cluster of them. A node that is started again on its data finds the others by itself.
 */
public final class RedisCluster {

    public static final int MASTERS = 3;

    private static final int SLOTS = 16_384;

    /** Of a node's port to that by which the nodes talk to one another; fixed in Redis 6. */
    public static final int BUS = 10_000;

    private static final int HIGHEST_PORT = 65_535 - BUS;
    private static final Duration FORMED_WITHIN = Duration.ofSeconds(30);

    private final List<Redis> nodes;
    private final List<Integer> ports;

    /** On ports that are free now. */
    public RedisCluster(Infra infra, Path directory) {
        this(infra, directory, freePorts());
    }

    /**
     * @param directory for the nodes' data, in a folder each
     * @param ports of the nodes, none above 55,535
     */
    public RedisCluster(Infra infra, Path directory, List<Integer> ports) {
        this.ports = List.copyOf(ports);
        this.nodes = IntStream.range(0, MASTERS)
                .mapToObj(i -> Redis.ofCluster(infra, directory.resolve(Integer.toString(i + 1)), ports.get(i)))
                .toList();
    }

    public List<Redis> nodes() {
        return nodes;
    }

    /** As Quarkus wants it. */
    public String urls() {
        return nodes.stream().map(Redis::url).collect(Collectors.joining(","));
    }

    /**
     * Divides the slots among the nodes, which run by now. Where that was done at an earlier start they stay as they are, and the
     * nodes only hear of one another's ports, which may be others now.
     */
    public void form() throws IOException, InterruptedException {
        for (int i = 0; i < MASTERS; i++) {
            if (command(i, "CLUSTER", "INFO").contains("cluster_slots_assigned:0")) {
                command(i, "CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
                List<String> add = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
                IntStream.range(i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS)
                        .mapToObj(Integer::toString)
                        .forEach(add::add);
                command(i, add.toArray(String[]::new));
            }
        }
        for (int i = 0; i < MASTERS; i++) {
            for (int other = i + 1; other < MASTERS; other++) {
                command(i, "CLUSTER", "MEET", "127.0.0.1", Integer.toString(ports.get(other)));
            }
        }
        awaitFormed();
    }

    /** Waits until every node sees the others where they are, and all slots served. */
    public void awaitFormed() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + FORMED_WITHIN.toNanos();
        for (int i = 0; i < MASTERS; i++) {
            while (!isFormed(command(i, "CLUSTER", "INFO"), command(i, "CLUSTER", "NODES"))) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("The cluster did not form within " + FORMED_WITHIN);
                }
                Thread.sleep(50);
            }
        }
    }

    private boolean isFormed(String info, String nodes) {
        return info.contains("cluster_state:ok")
                && info.contains("cluster_slots_assigned:" + SLOTS)
                && info.contains("cluster_known_nodes:" + MASTERS)
                && ports.stream().allMatch(port -> nodes.contains(":%d@".formatted(port)));
    }

    /** The slot of a key. */
    public int slot(String key) throws IOException {
        return Integer.parseInt(command(0, "CLUSTER", "KEYSLOT", key).substring(1));
    }

    /** Which node serves a slot, as long as none was moved. */
    public int owner(int slot) {
        return IntStream.range(0, MASTERS)
                .filter(node -> slot < (node + 1) * SLOTS / MASTERS)
                .findFirst()
                .orElseThrow();
    }

    /** Moves a slot and its keys from one node to another, key by key, as an operator's tool does. */
    public void move(int slot, int from, int to) throws IOException {
        String number = Integer.toString(slot);
        command(to, "CLUSTER", "SETSLOT", number, "IMPORTING", id(from));
        command(from, "CLUSTER", "SETSLOT", number, "MIGRATING", id(to));
        for (String key = anyKey(from, number); key != null; key = anyKey(from, number)) {
            command(from, "MIGRATE", "127.0.0.1", Integer.toString(ports.get(to)), key, "0", "5000");
        }
        for (int i = 0; i < MASTERS; i++) {
            command(i, "CLUSTER", "SETSLOT", number, "NODE", id(to));
        }
    }

    private String anyKey(int node, String slot) throws IOException {
        String answer = command(node, "CLUSTER", "GETKEYSINSLOT", slot, "1");
        return answer.startsWith("*0")
                ? null
                : answer.lines().skip(2).findFirst().orElseThrow();
    }

    private String id(int node) throws IOException {
        return command(node, "CLUSTER", "MYID").lines().skip(1).findFirst().orElseThrow();
    }

    /** The answer as it comes over the wire, lines and all. */
    String command(int node, String... words) throws IOException {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        try (Socket socket = new Socket("127.0.0.1", ports.get(node))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return answer(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        }
    }

    private static String answer(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null || line.startsWith("-")) {
            throw new IOException("Redis answered " + line);
        }
        int count = line.startsWith("$") || line.startsWith("*") ? Integer.parseInt(line.substring(1)) : 0;
        if (line.startsWith("$") && count >= 0) {
            char[] text = new char[count + 2];
            for (int read = 0; read < text.length; ) {
                read += Math.max(0, in.read(text, read, text.length - read));
            }
            return line + "\n" + new String(text, 0, count);
        }
        StringBuilder all = new StringBuilder(line);
        for (int i = 0; line.startsWith("*") && i < count; i++) {
            all.append('\n').append(answer(in));
        }
        return all.toString();
    }

    static List<Integer> freePorts() {
        List<Integer> found = new ArrayList<>();
        while (found.size() < MASTERS) {
            for (int port : Ports.free(MASTERS)) {
                // Where the system gives only high ones, look among the lower.
                int candidate = port <= HIGHEST_PORT ? port : port - BUS - 10_000;
                if (found.size() < MASTERS
                        && !found.contains(candidate)
                        && Ports.isFree(candidate)
                        && Ports.isFree(candidate + BUS)) {
                    found.add(candidate);
                }
            }
        }
        return found;
    }
}
