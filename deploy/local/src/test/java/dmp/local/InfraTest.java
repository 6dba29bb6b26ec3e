package dmp.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class InfraTest {

    @TempDir
    private Path directory;

    @Test
    void folderIsFilledOnceHoweverManyAskForIt() throws Exception {
        Infra infra = new Infra(directory);
        AtomicInteger times = new AtomicInteger();

        List<Path> folders = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Path>> askers = Collections.nCopies(
                    8,
                    () -> infra.prepared("server", folder -> {
                        times.incrementAndGet();
                        Files.writeString(folder.resolve("file"), "content");
                    }));
            for (Future<Path> folder : executor.invokeAll(askers)) {
                folders.add(folder.get());
            }
        }

        assertEquals(1, times.get());
        assertTrue(folders.stream().allMatch(folder -> Files.exists(folder.resolve("file"))));
    }

    @Test
    void folderThatCouldNotBeFilledIsTriedAgainFromTheStart() throws Exception {
        Infra infra = new Infra(directory);
        assertThrows(
                IOException.class,
                () -> infra.prepared("server", folder -> {
                    Files.writeString(folder.resolve("half"), "");
                    throw new IOException("disk full");
                }));

        Path folder = infra.prepared("server", empty -> Files.writeString(empty.resolve("whole"), ""));

        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of("whole"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void archiveThatWritesOutsideOfItsFolderIsRefused() throws Exception {
        Path zip = directory.resolve("evil.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("top/../../outside"));
        }
        Path folder = Files.createDirectory(directory.resolve("folder"));

        assertThrows(IOException.class, () -> Infra.unzip(zip, folder));
    }

    @Test
    void twoVersionsOfAnArchiveAreNotGuessedBetween() throws Exception {
        Files.createFile(directory.resolve("redis-1.jar"));
        Files.createFile(directory.resolve("redis-2.jar"));

        IOException refused = assertThrows(IOException.class, () -> new Infra(directory).archive("redis-"));

        assertTrue(refused.getMessage().contains("redis-2.jar"));
    }
}
