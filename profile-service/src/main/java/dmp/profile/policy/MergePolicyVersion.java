package dmp.profile.policy;

import java.io.Serializable;
import java.time.Instant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dmp.profile.definition.DefinitionRow;

/** A merge policy as it was in one version. Never changed. */
@Entity
@Table(name = "merge_policy_version")
@IdClass(MergePolicyVersion.Key.class)
class MergePolicyVersion {

    record Key(String tenant, String id, long version) implements Serializable {}

    @Id
    String tenant;

    @Id
    String id;

    @Id
    long version;

    /** As the API shows it, JSON. */
    String definition;

    boolean archived;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "changed_by")
    String changedBy;

    MergePolicyVersion() {}

    MergePolicyVersion(MergePolicyRow row) {
        tenant = row.tenant();
        id = row.id();
        version = row.version();
        definition = row.definition();
        archived = row.isArchived();
        changedAt = row.changedAt;
        changedBy = row.changedBy;
    }

    ObjectNode shown() {
        return DefinitionRow.json(definition)
                .put("version", version)
                .put("archived", archived)
                .put("changedAt", changedAt.toString())
                .put("changedBy", changedBy);
    }
}
