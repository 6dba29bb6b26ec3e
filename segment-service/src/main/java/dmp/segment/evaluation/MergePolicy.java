package dmp.segment.evaluation;

import java.util.List;
import java.util.Objects;

import dmp.profile.contract.MergeRule;
import dmp.profile.contract.ProfileChanged;

/**
 * Through which a rule looks at a profile.
 *
 * @param id the policy's id
 * @param rule whom it unites; null for the two that every tenant has
 */
public record MergePolicy(String id, MergeRule rule) {

    /** The identifier's own facts alone. */
    public static final MergePolicy DEVICE_ONLY = new MergePolicy(ProfileChanged.DEVICE_ONLY, null);

    /** The facts of all identifiers that are linked to it. */
    public static final MergePolicy LINKED_DEVICES = new MergePolicy(ProfileChanged.LINKED_DEVICES, null);

    /** Those that every tenant has. */
    public static final List<MergePolicy> GIVEN = List.of(DEVICE_ONLY, LINKED_DEVICES);

    public MergePolicy {
        Objects.requireNonNull(id);
    }

    /** Links grow too old for it, so that it comes to unite others though nothing is said of any link. */
    boolean isAging() {
        return rule != null && rule.linkDays() != null;
    }

    /** Cheap, since views are looked up by it: two policies of one id are hardly ever about at once. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
