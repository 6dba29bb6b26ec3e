package dmp.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * What activation-service shows to the ad networks, one file each, named {@code <tenant>.<reference>}: random per installation,
 * readable by the owner only.
 */
final class Secrets {

    static final List<String> TENANTS = List.of("acme", "globex");

    /** The credentials of the local destinations: the simulated Trade Desk, and a network of one's own. */
    static final List<String> REFERENCES = List.of("ttd-emea", "adnet");

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** Writes those that are missing. */
    static void create(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        for (String tenant : TENANTS) {
            for (String reference : REFERENCES) {
                // The secret itself, and the two live keys that sign callbacks.
                for (String suffix : List.of("", ".hmac.1", ".hmac.2")) {
                    createOne(directory.resolve(tenant + "." + reference + suffix));
                }
            }
        }
    }

    private static void createOne(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(secret));
    }
}
