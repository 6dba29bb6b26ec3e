package dmp.kubernetes;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests of this folder, read as they are: neither {@code kubectl} nor a cluster is needed. */
final class Manifests {

    static final Path FOLDER = Path.of("").toAbsolutePath();

    private Manifests() {}

    /** One object of the cluster, and the file it is described in. */
    record Manifest(Path file, Map<String, Object> content) {

        String kind() {
            return content.get("kind").toString();
        }

        String name() {
            return at(content, "metadata", "name").toString();
        }

        @Override
        public String toString() {
            return "%s %s (%s)".formatted(kind(), name(), FOLDER.relativize(file));
        }

        /**
         * Checks it against the schema of the Kubernetes API: no unknown field, no missing one, no wrong type.
         *
         * @throws IllegalArgumentException that names the field
         */
        void validate() throws ReflectiveOperationException {
            String version = content.get("apiVersion").toString();
            String model = "io.kubernetes.client.openapi.models.V%s%s"
                    .formatted(version.substring(version.lastIndexOf('v') + 1), kind());
            try {
                Class.forName(model)
                        .getMethod("validateJsonElement", JsonElement.class)
                        .invoke(null, new Gson().toJsonTree(content));
            } catch (InvocationTargetException e) {
                throw new IllegalArgumentException(this + ": " + e.getCause().getMessage(), e.getCause());
            }
        }
    }

    /** Every object, the Deployments with what {@code deployment-defaults.yaml} adds to each. */
    static List<Manifest> all() throws IOException {
        Map<String, Object> defaults =
                documents(FOLDER.resolve("base/deployment-defaults.yaml")).getFirst();
        List<Manifest> manifests = new ArrayList<>();
        for (Path file : files("base", "components", "overlays")) {
            String name = file.getFileName().toString();
            if (name.equals("kustomization.yaml") || name.equals("deployment-defaults.yaml")) {
                continue;
            }
            for (Map<String, Object> document : documents(file)) {
                Manifest manifest = new Manifest(file, document);
                manifests.add(
                        manifest.kind().equals("Deployment")
                                ? new Manifest(file, merged(defaults, document))
                                : manifest);
            }
        }
        return manifests;
    }

    static List<Path> files(String... folders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> found = Files.walk(FOLDER.resolve(folder))) {
                found.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(files::add);
            }
        }
        return files;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> documents(Path file) throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file)) {
            new Yaml(new SafeConstructor(new LoaderOptions()))
                    .loadAll(reader)
                    .forEach(document -> documents.add((Map<String, Object>) document));
        }
        return documents;
    }

    /** The value at the end of a path of keys; a number selects from a list. */
    static Object at(Object from, Object... path) {
        Object value = from;
        for (Object step : path) {
            value = switch (value) {
                case Map<?, ?> map -> map.get(step);
                case List<?> list -> list.get((Integer) step);
                case null -> throw new IllegalArgumentException("Nothing at " + List.of(path));
                default -> throw new IllegalArgumentException("No %s in %s".formatted(step, value));
            };
        }
        return value;
    }

    /** As kustomize merges a patch: maps by key, lists of named things by name, and here what is more specific wins. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> merged(Map<String, Object> general, Map<String, Object> specific) {
        Map<String, Object> merged = new LinkedHashMap<>(general);
        specific.forEach((key, value) -> merged.merge(key, value, (ours, theirs) -> switch (ours) {
            case Map<?, ?> map
            when theirs instanceof Map<?, ?> other -> merged((Map<String, Object>) map, (Map<String, Object>) other);
            case List<?> list
            when theirs instanceof List<?> other ->
                mergedByName((List<Map<String, Object>>) list, (List<Map<String, Object>>) other);
            default -> theirs;
        }));
        return merged;
    }

    private static List<Map<String, Object>> mergedByName(
            List<Map<String, Object>> general, List<Map<String, Object>> specific) {
        Map<Object, Map<String, Object>> nameToElement = new LinkedHashMap<>();
        general.forEach(element -> nameToElement.put(element.get("name"), element));
        specific.forEach(element -> nameToElement.merge(element.get("name"), element, Manifests::merged));
        return List.copyOf(nameToElement.values());
    }
}
