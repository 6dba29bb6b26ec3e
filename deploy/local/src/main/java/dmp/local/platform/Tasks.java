package dmp.local.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Steps that run at the same time; all are waited for, and every failure is told. */
final class Tasks {

    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    private final Map<String, Step> nameToStep = new LinkedHashMap<>();

    void add(String name, Step step) {
        nameToStep.put(name, step);
    }

    /** @throws Refusal with the message of each step that failed */
    void await() throws InterruptedException {
        Map<String, Future<?>> nameToEnd = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            nameToStep.forEach((name, step) -> nameToEnd.put(name, executor.submit(() -> {
                step.run();
                return null;
            })));
            for (Map.Entry<String, Future<?>> entry : nameToEnd.entrySet()) {
                try {
                    entry.getValue().get();
                } catch (ExecutionException e) {
                    failures.add(entry.getKey() + ": " + e.getCause().getMessage());
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new Refusal(String.join("\n\n", failures));
        }
    }
}
