package dmp.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dmp.e2e.platform.Platform;

/** Runs one benchmark by name and prints each result on a line of its own: {@code figure NAME VALUE UNIT}. */
public final class Bench {

    private Bench() {}

    /** {@code road <platform.json> [--rate <events per second>] [--seconds 60] [--idle 120]}. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        List<String> rest = new ArrayList<>(List.of(arguments));
        if (rest.size() < 2 || !rest.getFirst().equals("road")) {
            System.err.println("usage: dmp-bench road <platform.json> [--rate N] [--seconds 60] [--idle 120]");
            System.exit(2);
        }
        Platform platform = Platform.read(Path.of(rest.get(1)));
        Road.Plan plan = plan(rest.subList(2, rest.size()));
        Machine.lines().forEach(System.out::println);
        try {
            new Road(platform, plan).run();
        } catch (VoidRun voidRun) {
            System.out.println("VOID: " + voidRun.getMessage());
            System.exit(1);
        }
        // The HTTP client's threads would keep the process for a while.
        System.exit(0);
    }

    private static Road.Plan plan(List<String> options) {
        int rate = 0;
        int seconds = 60;
        int idle = 120;
        for (int i = 0; i + 1 < options.size(); i += 2) {
            int value = Integer.parseInt(options.get(i + 1));
            switch (options.get(i)) {
                case "--rate" -> rate = value;
                case "--seconds" -> seconds = value;
                case "--idle" -> idle = value;
                default -> throw new IllegalArgumentException("unknown option " + options.get(i));
            }
        }
        return new Road.Plan(rate, seconds, idle);
    }
}
