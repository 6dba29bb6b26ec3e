package dmp.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.kubernetes.Manifests.Manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ManifestsTest {

    static List<Manifest> all() throws IOException {
        return Manifests.all();
    }

    static List<Manifest> deployments() throws IOException {
        return ofKind("Deployment");
    }

    static List<Path> kustomizations() throws IOException {
        return Manifests.files("base", "components", "overlays").stream()
                .filter(file -> file.endsWith("kustomization.yaml"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void manifestIsWhatTheApiAccepts(Manifest manifest) throws Exception {
        manifest.validate();
    }

    @Test
    @SuppressWarnings("unchecked")
    void misspeltFieldWouldBeNoticed() throws Exception {
        Manifest misspelt = deployments().getFirst();
        ((Map<String, Object>) container(misspelt)).put("readynessProbe", Map.of());

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, misspelt::validate);

        assertTrue(refused.getMessage().contains("readynessProbe"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingestion", "profile", "segment", "activation"})
    void serviceHasAllThatItNeeds(String service) throws Exception {
        Set<String> kinds = all().stream()
                .filter(manifest -> manifest.name().equals(service))
                .map(Manifest::kind)
                .collect(Collectors.toSet());

        assertEquals(
                Set.of("Deployment", "Service", "ServiceAccount", "PodDisruptionBudget", "HorizontalPodAutoscaler"),
                kinds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Service", "PodDisruptionBudget"})
    void selectorsMeetThePodsOfTheSameName(String kind) throws Exception {
        for (Manifest manifest : ofKind(kind)) {
            Object selector = kind.equals("Service")
                    ? Manifests.at(manifest.content(), "spec", "selector")
                    : Manifests.at(manifest.content(), "spec", "selector", "matchLabels");
            Manifest deployment = ofKind("Deployment").stream()
                    .filter(candidate -> candidate.name().equals(manifest.name()))
                    .findFirst()
                    .orElseThrow();

            Map<?, ?> labels = (Map<?, ?>) Manifests.at(deployment.content(), "spec", "template", "metadata", "labels");
            assertTrue(labels.entrySet().containsAll(((Map<?, ?>) selector).entrySet()), manifest.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void podRunsWithoutRights(Manifest deployment) {
        assertEquals(true, pod(deployment, "securityContext", "runAsNonRoot"));
        assertEquals(true, container(deployment, "securityContext", "readOnlyRootFilesystem"));
        assertEquals(false, container(deployment, "securityContext", "allowPrivilegeEscalation"));
        assertEquals(List.of("ALL"), container(deployment, "securityContext", "capabilities", "drop"));
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void podIsWatchedOnTheManagementPort(Manifest deployment) {
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            assertEquals("management", container(deployment, probe, "httpGet", "port"), probe);
        }
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void podSaysWhatItUses(Manifest deployment) {
        assertNotNull(container(deployment, "resources", "requests", "cpu"));
        assertNotNull(container(deployment, "resources", "requests", "memory"));
        assertNotNull(container(deployment, "resources", "limits", "memory"));
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void secretsAreReferredToAndNeverWritten(Manifest deployment) {
        for (Object variable : (List<?>) container(deployment, "env")) {
            String name = Manifests.at(variable, "name").toString();
            if (name.matches(".*(PASSWORD|USERNAME|SECRET|URL|HOSTS)")) {
                assertNotNull(Manifests.at(variable, "valueFrom", "secretKeyRef", "key"), name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void kustomizationNamesOnlyWhatIsThere(Path file) throws Exception {
        Map<String, Object> kustomization = Manifests.documents(file).getFirst();
        for (String list : List.of("resources", "components")) {
            for (Object entry : (List<?>) kustomization.getOrDefault(list, List.of())) {
                assertTrue(Files.exists(file.resolveSibling(entry.toString())), entry.toString());
            }
        }
    }

    @Test
    void everyImageHasAVersion() throws Exception {
        List<Object> images = kustomizations().stream()
                .flatMap(file -> images(file).stream().map(Object.class::cast))
                .toList();

        Set<Object> named =
                images.stream().map(image -> Manifests.at(image, "name")).collect(Collectors.toSet());
        for (Manifest deployment : deployments()) {
            assertTrue(named.contains(container(deployment, "image")), deployment.toString());
        }
        assertFalse(images.stream().anyMatch(image -> "latest".equals(Manifests.at(image, "newTag"))));
    }

    private static List<Manifest> ofKind(String kind) throws IOException {
        return all().stream().filter(manifest -> manifest.kind().equals(kind)).toList();
    }

    private static List<?> images(Path kustomization) {
        try {
            return (List<?>) Manifests.documents(kustomization).getFirst().getOrDefault("images", List.of());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object pod(Manifest deployment, Object... path) {
        return Manifests.at(Manifests.at(deployment.content(), "spec", "template", "spec"), path);
    }

    private static Object container(Manifest deployment, Object... path) {
        return Manifests.at(pod(deployment, "containers", 0), path);
    }
}
