package dmp.segment.definition;

import java.io.Serializable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;

/** Where a trait is filed, as profile-service last told. */
@Entity
@IdClass(KnownTrait.Key.class)
class KnownTrait {

    record Key(String tenant, String id) implements Serializable {}

    @Id
    String tenant;

    @Id
    String id;

    long version;
    String folder;

    protected KnownTrait() {}

    KnownTrait(String tenant, String id) {
        this.tenant = tenant;
        this.id = id;
    }
}
