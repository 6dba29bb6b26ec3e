package dmp.ingestion.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dmp.ingestion.problem.Problem;
import dmp.ingestion.problem.Problem.Violation;

/**
 * A source as its customer writes it: anything may be missing or wrong. Keys are not written but made, so
 * {@code writeKeys}, which a client that sends back what it read has in its body, is passed over.
 */
@JsonIgnoreProperties("writeKeys")
@Schema(name = "SourceDraft", examples = """
                {"id":"www","name":"acme.example","kind":"site","party":"first","origins":["https://www.acme.example"],
                 "contract":{"owner":"Acme","purposes":["collection","profiling","activation"],"expiresOn":"2027-12-31"}}""")
record SourceDraft(
        String id, String name, Source.Kind kind, Source.Party party, List<String> origins, Source.Contract contract) {

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MAX_NAME = 200;
    private static final int MAX_ORIGINS = 100;

    /** @throws Problem 422 with all that is wrong */
    Source toSource(List<Source.WriteKey> keys) {
        List<Violation> violations = new ArrayList<>();
        String slug = id == null && name != null ? slugOf(name) : id;
        if (slug == null || !SLUG.matcher(slug).matches()) {
            violations.add(new Violation(
                    "/id",
                    "invalid",
                    "An id has 1 to 63 lower-case letters, digits and hyphens; left out, it comes from the name."));
        }
        if (name == null || name.isBlank() || name.length() > MAX_NAME) {
            violations.add(new Violation("/name", "invalid", "Give a name of at most " + MAX_NAME + " characters."));
        }
        if (kind == null) {
            violations.add(new Violation("/kind", "missing", "Say what it is: site, app, partner or provider."));
        }
        if (party == null) {
            violations.add(new Violation("/party", "missing", "Say whose data it is: first, second or third party."));
        }
        if (contract == null) {
            violations.add(
                    new Violation("/contract", "missing", "Say what was agreed: owner, purposes and expiresOn."));
        } else if (contract.owner() == null || contract.owner().isBlank()) {
            violations.add(new Violation("/contract/owner", "missing", "Say who owns the data."));
        }
        List<String> canonical = canonicalOrigins(violations);
        if (!violations.isEmpty()) {
            throw Problem.invalid(violations);
        }
        return new Source(slug, name.strip(), kind, party, canonical, contract, keys);
    }

    private List<String> canonicalOrigins(List<Violation> violations) {
        List<String> given = origins == null ? List.of() : origins;
        if (given.size() > MAX_ORIGINS) {
            violations.add(new Violation("/origins", "too-many", "At most " + MAX_ORIGINS + " origins are accepted."));
            return List.of();
        }
        List<String> canonical = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String origin = canonicalOrigin(given.get(i));
            if (origin == null) {
                violations.add(new Violation(
                        "/origins/" + i,
                        "invalid",
                        "An origin is scheme, host and port only if it is unusual, such as https://www.acme.example."));
            } else {
                canonical.add(origin);
            }
        }
        return canonical.stream().distinct().toList();
    }

    /** As browsers send it (RFC 6454), null when it is none. */
    private static String canonicalOrigin(String given) {
        try {
            URI uri = new URI(given == null ? "" : given.strip().toLowerCase(Locale.ROOT));
            boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            boolean isBare = uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
            if (!isWeb || !isBare || uri.getHost() == null) {
                return null;
            }
            boolean usualPort =
                    uri.getPort() < 0 || uri.getPort() == (uri.getScheme().equals("https") ? 443 : 80);
            return uri.getScheme() + "://" + uri.getHost() + (usualPort ? "" : ":" + uri.getPort());
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String slugOf(String name) {
        String ascii = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        String slug =
                ascii.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.length() > 63 ? slug.substring(0, 63) : slug;
    }
}
