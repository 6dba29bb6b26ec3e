package dmp.local.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What {@code deploy/dmp} does before any Java runs. */
class ScriptTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.1", "26.0.2"})
    void jdkOfJavaHomeIsUsedWhenItIsNewEnough(String version) throws Exception {
        Path jdk = jdk(version);

        assertEquals(new Answer(0, jdk + "\n"), dmp(jdk, "jdk"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_402", "17.0.15", "24.0.2"})
    void jdkOfJavaHomeIsPassedOverWhenItIsTooOld(String version) throws Exception {
        Path jdk = jdk(version);

        assertNotEquals(jdk + "\n", dmp(jdk, "jdk").output());
    }

    @Test
    void unknownCommandShowsTheCommands() throws Exception {
        Answer answer = dmp(directory, "upp");

        assertEquals(2, answer.exitCode());
        assertTrue(answer.output().startsWith("usage: deploy/dmp COMMAND"));
    }

    @Test
    void logsOfWhatNeverRanAreExplained() throws Exception {
        Answer answer = dmp(directory, "logs", "segment");

        assertEquals(1, answer.exitCode());
        assertTrue(answer.output().startsWith("There is no log of segment in " + directory));
    }

    private record Answer(int exitCode, String output) {}

    private Answer dmp(Path javaHome, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("bash", "../dmp"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("DMP_RUN", directory.resolve("run").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }

    private Path jdk(String version) throws IOException {
        Path jdk = directory.resolve("jdk");
        Path javac = jdk.resolve("bin/javac");
        Files.createDirectories(javac.getParent());
        Files.createFile(javac);
        assertTrue(javac.toFile().setExecutable(true));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Any\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
        return jdk;
    }
}
