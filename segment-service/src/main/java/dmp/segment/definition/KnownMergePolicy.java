package dmp.segment.definition;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;

import dmp.profile.contract.MergePolicyDefined;
import dmp.profile.contract.MergeRule;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.running.MessageJson;

/** A merge policy of a tenant, as profile-service last told of it. */
@Entity
@IdClass(KnownMergePolicy.Key.class)
class KnownMergePolicy {

    record Key(String tenant, String id) implements Serializable {}

    @Id
    String tenant;

    @Id
    String id;

    long version;

    /** A {@link MergeRule} as JSON. */
    String rule;

    boolean archived;

    protected KnownMergePolicy() {}

    KnownMergePolicy(MergePolicyDefined told) {
        tenant = told.tenant();
        id = told.id();
        learn(told);
    }

    /** Takes over what is told, unless something newer is known; true when it unites others from now on. */
    final boolean learn(MergePolicyDefined told) {
        if (told.version() <= version) {
            return false;
        }
        String toldRule = new String(MessageJson.write(told.rule()), StandardCharsets.UTF_8);
        boolean differs = !toldRule.equals(rule);
        version = told.version();
        rule = toldRule;
        archived = told.archived();
        return differs;
    }

    MergePolicy policy() {
        try {
            return new MergePolicy(id, MessageJson.read(rule.getBytes(StandardCharsets.UTF_8), MergeRule.class));
        } catch (IOException e) {
            throw new UncheckedIOException("A merge policy is stored as something else than JSON: " + id, e);
        }
    }
}
