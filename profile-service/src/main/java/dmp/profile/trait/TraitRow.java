package dmp.profile.trait;

import java.io.Serializable;
import java.util.Objects;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A trait in the database: its definition as JSON, and what changes around it. */
@Entity
@Table(name = "trait")
@IdClass(TraitRow.Key.class)
class TraitRow {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Id
    String tenant;

    @Id
    String id;

    String definition;
    boolean archived;
    long version;

    @Column(name = "published_version")
    long publishedVersion;

    /** The number of the transaction that wrote it. */
    @Column(name = "changed_in", insertable = false, updatable = false)
    long changedIn;

    TraitRow() {}

    TraitRow(String tenant, Trait trait) {
        this.tenant = tenant;
        this.id = trait.id();
        change(trait);
    }

    /** From now on the trait is this. */
    final void change(Trait trait) {
        definition = TraitJson.write(trait).toString();
        archived = trait.archived();
        version++;
    }

    Trait trait() {
        Trait trait = TraitJson.read(json(), id);
        return archived ? trait.asArchived() : trait;
    }

    /** As the API shows it. */
    ObjectNode shown() {
        return json().put("version", version).put("archived", archived);
    }

    private ObjectNode json() {
        try {
            return (ObjectNode) JSON.readTree(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "Trait " + id + " of " + tenant + " is stored as something else than JSON", e);
        }
    }

    /** A trait's primary key. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        String tenant;
        String id;

        Key() {}

        Key(String tenant, String id) {
            this.tenant = tenant;
            this.id = id;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && tenant.equals(key.tenant) && id.equals(key.id);
        }

        @Override
        public int hashCode() {
            return Objects.hash(tenant, id);
        }
    }
}
