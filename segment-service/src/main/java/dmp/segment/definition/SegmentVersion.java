package dmp.segment.definition;

import java.io.Serializable;
import java.time.Instant;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;

/** A segment as it was in one version. Never changed. */
@Entity
@IdClass(SegmentVersion.Key.class)
class SegmentVersion {

    record Key(String tenant, String id, long version) implements Serializable {}

    @Id
    String tenant;

    @Id
    String id;

    @Id
    long version;

    String name;
    String rule;
    String mergePolicy;
    boolean archived;
    Instant changedAt;
    String changedBy;

    protected SegmentVersion() {}

    static SegmentVersion of(Segment segment) {
        SegmentVersion version = new SegmentVersion();
        version.tenant = segment.tenant;
        version.id = segment.id;
        version.version = segment.version;
        version.name = segment.name;
        version.rule = segment.rule;
        version.mergePolicy = segment.mergePolicy;
        version.archived = segment.archived;
        version.changedAt = segment.changedAt;
        version.changedBy = segment.changedBy;
        return version;
    }
}
