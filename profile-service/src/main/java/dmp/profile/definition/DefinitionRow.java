package dmp.profile.definition;

import java.io.Serializable;
import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Something that a tenant has defined, in the database: its definition as JSON, and what changes around it. */
@MappedSuperclass
public abstract class DefinitionRow {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The primary key of every kind of definition. */
    public record Key(String tenant, String id) implements Serializable {}

    @Id
    private String tenant;

    @Id
    private String id;

    private String definition;
    private boolean archived;
    private long version;

    @Column(name = "published_version")
    private long publishedVersion;

    protected DefinitionRow() {}

    protected DefinitionRow(String tenant, String id) {
        this.tenant = tenant;
        this.id = id;
    }

    /** Makes the next version. */
    protected final void define(ObjectNode newDefinition, boolean isArchived) {
        definition = newDefinition.toString();
        archived = isArchived;
        version++;
    }

    public String tenant() {
        return tenant;
    }

    public String id() {
        return id;
    }

    public boolean isArchived() {
        return archived;
    }

    /** Grows with every change; is the ETag. */
    public long version() {
        return version;
    }

    /** JSON, as the API shows it. */
    public String definition() {
        return definition;
    }

    /** The definition with what changes around it, as the API shows it. */
    public ObjectNode shown() {
        return json().put("version", version).put("archived", archived);
    }

    protected ObjectNode json() {
        return json(definition);
    }

    /** A stored definition. */
    public static ObjectNode json(String definition) {
        try {
            return (ObjectNode) JSON.readTree(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A definition is stored as something else than JSON: " + definition, e);
        }
    }
}
