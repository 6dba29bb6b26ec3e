package dmp.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The folder into which the build lays the archives of the servers ({@code postgres-*.jar}, {@code redis-*.jar},
 * {@code keycloak-*.zip}) and the broker's libraries ({@code lib}). What is unpacked from them lies beside them, in
 * {@code unpacked}, is shared by all processes of the machine and never written to again.
 */
public record Infra(Path directory) {

    /** Names the folder: {@code -Ddmp.infra=…}; Maven sets it for tests, {@code deploy/dmp} for the launcher. */
    public static final String PROPERTY = "dmp.infra";

    public Infra {
        directory = directory.toAbsolutePath().normalize();
    }

    /** @throws IllegalStateException when the property is not set or its folder has not been laid */
    public static Infra locate() {
        String property = System.getProperty(PROPERTY);
        if (property == null || !Files.isDirectory(Path.of(property))) {
            throw new IllegalStateException(
                    "No infrastructure at -D%s=%s. Build it: mvn -pl deploy/local process-resources"
                            .formatted(PROPERTY, property));
        }
        return new Infra(Path.of(property));
    }

    /** Fills a new folder; called at most once for each name, whatever the number of processes. */
    @FunctionalInterface
    public interface Preparation {
        void fill(Path folder) throws IOException;
    }

    /**
     * The folder {@code unpacked/<name>}, filled at first use. It appears complete or not at all: a process that dies while
     * filling leaves a {@code .partial} folder behind, which the next one removes.
     */
    public Path prepared(String name, Preparation preparation) throws IOException {
        Path parent = Files.createDirectories(directory.resolve("unpacked"));
        Path target = parent.resolve(name);
        if (Files.isDirectory(target)) {
            return target;
        }
        try (FileChannel channel = FileChannel.open(
                        parent.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (!Files.isDirectory(target)) {
                Path partial = parent.resolve(name + ".partial");
                Folders.delete(partial);
                preparation.fill(Files.createDirectory(partial));
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return target;
    }

    /** File locks are held by the JVM, not the thread; a second thread is refused and has to ask again. */
    private static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException heldByAnotherThread) {
                try {
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("Interrupted while waiting for another thread to unpack", e);
                }
            }
        }
    }

    /** The one archive whose name starts so, for example {@code postgres-}. */
    Path archive(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
            if (found.size() != 1) {
                throw new IOException(
                        "Expected one file %s* in %s, found %s. After an upgrade: mvn -pl deploy/local clean"
                                .formatted(prefix, directory, found));
            }
            return found.getFirst();
        }
    }

    /** The file's name without its extension: names what is unpacked from it, so that an upgrade unpacks anew. */
    static String nameOf(Path archive) {
        String file = archive.getFileName().toString();
        return file.substring(0, file.lastIndexOf('.'));
    }

    /** All libraries in a fixed order, so that an archive of preloaded classes made on one start fits the next. */
    List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("lib"))) {
            return files.sorted().toList();
        }
    }

    /** Unpacks a zip, leaving out its single top folder. */
    static void unzip(Path zip, Path folder) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new BufferedInputStream(Files.newInputStream(zip)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String inside = entry.getName().substring(entry.getName().indexOf('/') + 1);
                Path file = inside(folder, inside);
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                }
            }
        }
    }

    /** Unpacks a {@code .tar.xz} with its symbolic links and execute permissions. */
    static void untar(InputStream xz, Path folder) throws IOException {
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(xz)))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = inside(folder, entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(in, file);
                    if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true)) {
                        throw new IOException("Cannot make executable: " + file);
                    }
                }
            }
        }
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("Entry outside of the archive: " + name);
        }
        return file;
    }
}
