package dmp.ingestion.source;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import dmp.ingestion.contract.Consent;

/**
 * A site, app, partner or data provider that sends us data. This one shape is what the API shows and what is stored.
 *
 * @param origins the web origins whose pages may send with its keys; empty for what is no web site
 * @param writeKeys the live keys; a revoked one is gone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Source(
        String id,
        String name,
        Kind kind,
        Party party,
        List<String> origins,
        Contract contract,
        List<WriteKey> writeKeys) {

    public enum Kind {
        /** A web site: its requests come from the visitors' browsers. */
        @JsonProperty("site")
        SITE,
        /** A mobile or TV app: its requests come from the users' devices. */
        @JsonProperty("app")
        APP,
        /** A company that knows the same people: sends from its servers, or files. */
        @JsonProperty("partner")
        PARTNER,
        /** A company that sells data. */
        @JsonProperty("provider")
        PROVIDER
    }

    public enum Party {
        @JsonProperty("first")
        FIRST,
        @JsonProperty("second")
        SECOND,
        @JsonProperty("third")
        THIRD
    }

    public enum Purpose {
        @JsonProperty("collection")
        COLLECTION,
        @JsonProperty("profiling")
        PROFILING,
        @JsonProperty("activation")
        ACTIVATION
    }

    /**
     * What was agreed with the source.
     *
     * @param expiresOn the last day (UTC) on which its data is taken; null when it has no end
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Contract(String owner, Set<Purpose> purposes, LocalDate expiresOn) {

        public Contract {
            purposes = purposes == null ? Set.of() : Set.copyOf(purposes);
        }

        @JsonIgnore
        public Consent allows() {
            return new Consent(
                    purposes.contains(Purpose.COLLECTION),
                    purposes.contains(Purpose.PROFILING),
                    purposes.contains(Purpose.ACTIVATION));
        }

        public boolean hasExpired(Instant now) {
            return expiresOn != null && now.atZone(ZoneOffset.UTC).toLocalDate().isAfter(expiresOn);
        }
    }

    /** What names the source on its requests. It stands in public pages: it can send for this source, nothing else. */
    public record WriteKey(String id, String key, Instant createdAt) {

        @Override
        public String toString() {
            return "WriteKey[" + id + "]";
        }
    }

    public Source {
        origins = origins == null ? List.of() : List.copyOf(origins);
        writeKeys = writeKeys == null ? List.of() : List.copyOf(writeKeys);
    }

    Source withWriteKeys(List<WriteKey> keys) {
        return new Source(id, name, kind, party, origins, contract, keys);
    }

    /** For those who may read sources, but not send for them. */
    Source withMaskedKeys() {
        return withWriteKeys(writeKeys.stream()
                .map(key -> new WriteKey(
                        key.id(), "wk_\u2026" + key.key().substring(key.key().length() - 4), key.createdAt()))
                .toList());
    }

    /** True when its requests come from the person's own device, so that their address and user agent are the person's. */
    @JsonIgnore
    public boolean isOnDevice() {
        return kind == Kind.SITE || kind == Kind.APP;
    }
}
