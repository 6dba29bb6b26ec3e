package dmp.segment.definition;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;

import dmp.segment.contract.SegmentDefined;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Rule;
import dmp.segment.rule.RuleRefused;
import dmp.segment.rule.RuleText;
import dmp.segment.rule.Vocabulary;

/** A named rule over a profile, in its newest version. */
@Entity
@IdClass(Segment.Key.class)
class Segment {

    record Key(String tenant, String id) implements Serializable {}

    @Id
    String tenant;

    @Id
    String id;

    String name;

    /** Canonical text. */
    String rule;

    String mergePolicy;
    long version;

    /** The version that brought rule and merge policy. */
    long ruleVersion;

    long publishedVersion;
    boolean archived;
    Instant createdAt;
    Instant changedAt;
    String changedBy;

    protected Segment() {}

    Segment(String tenant, String id, Instant createdAt) {
        this.tenant = tenant;
        this.id = id;
        this.createdAt = createdAt;
    }

    /** Makes the next version. */
    void define(String newName, Rule newRule, String newMergePolicy, Instant now, String user) {
        String text = RuleText.print(newRule);
        nextVersion(now, user);
        if (!text.equals(rule) || !newMergePolicy.equals(mergePolicy)) {
            ruleVersion = version;
        }
        name = newName;
        rule = text;
        mergePolicy = newMergePolicy;
    }

    void archive(Instant now, String user) {
        nextVersion(now, user);
        archived = true;
    }

    private void nextVersion(Instant now, String user) {
        version++;
        changedAt = now;
        changedBy = user;
    }

    /** The rule as a tree; what was accepted once is not asked again whether its words are known. */
    Rule ruleTree() {
        return tree(rule);
    }

    static Rule tree(String ruleText) {
        try {
            return RuleText.parse(ruleText, Vocabulary.UNCHECKED);
        } catch (RuleRefused refused) {
            throw new IllegalStateException("a stored rule cannot be read: " + ruleText, refused);
        }
    }

    /**
     * @param known the rules as they were before: one that is as it was is not read again
     * @param idToPolicy the tenant's merge policies
     */
    SegmentRule compiled(Function<String, Optional<SegmentRule>> known, Map<String, MergePolicy> idToPolicy) {
        // A choice of policy is checked when it is made, and policies are never taken away.
        MergePolicy policy = Objects.requireNonNull(idToPolicy.get(mergePolicy), mergePolicy);
        Optional<SegmentRule> before = known.apply(id).filter(found -> found.ruleVersion() == ruleVersion);
        return before.filter(found -> found.mergePolicy().equals(policy))
                .orElseGet(() -> new SegmentRule(
                        id, ruleVersion, policy, before.map(SegmentRule::rule).orElseGet(this::ruleTree)));
    }

    SegmentDefined announced() {
        return new SegmentDefined(tenant, id, name, version, mergePolicy, archived);
    }
}
