package dmp.profile.policy;

import java.time.Instant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import dmp.profile.contract.MergePolicyDefined;
import dmp.profile.definition.DefinitionRow;

/** A merge policy in the database, in its newest version. */
@Entity
@Table(name = "merge_policy")
@IdClass(DefinitionRow.Key.class)
class MergePolicyRow extends DefinitionRow {

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "changed_by")
    String changedBy;

    MergePolicyRow() {}

    MergePolicyRow(String tenant, MergePolicy policy, Instant now, String user) {
        super(tenant, policy.id());
        change(policy, false, now, user);
    }

    /** From now on the policy is this. */
    final void change(MergePolicy policy, boolean isArchived, Instant now, String user) {
        define(policy.written(), isArchived);
        changedAt = now;
        changedBy = user;
    }

    MergePolicy policy() {
        return MergePolicy.read(json(), id(), MergePolicy.Bounds.NONE);
    }

    MergePolicyDefined defined() {
        MergePolicy policy = policy();
        return new MergePolicyDefined(tenant(), id(), policy.name(), version(), policy.rule(), isArchived());
    }
}
