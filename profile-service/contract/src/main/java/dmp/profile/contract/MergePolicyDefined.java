package dmp.profile.contract;

/**
 * A merge policy that a tenant has made. {@link ProfileChanged#DEVICE_ONLY} and {@link ProfileChanged#LINKED_DEVICES} are there
 * for every tenant and never told.
 *
 * @param tenant the customer
 * @param id unique within the tenant, lower-case letters, digits and hyphens
 * @param name for people
 * @param version grows with every change
 * @param rule what it unites
 * @param archived segments may not newly look through it; those that do go on
 */
public record MergePolicyDefined(
        String tenant, String id, String name, long version, MergeRule rule, boolean archived) {

    public String key() {
        return tenant + '|' + id;
    }
}
