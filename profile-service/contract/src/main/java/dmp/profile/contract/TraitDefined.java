package dmp.profile.contract;

/**
 * What others need to know of a trait: that it exists. The rule stays with profile-service.
 *
 * @param tenant the customer
 * @param id unique within the tenant, lower-case letters, digits and hyphens
 * @param name for people
 * @param version grows with every change
 * @param kind {@code rule} or {@code onboarded}
 * @param folder where it is filed in the taxonomy, {@code /} by default
 * @param value the signal whose number each realisation is worth; null when it is worth none
 * @param archived no longer realised; segments may not newly refer to it
 */
public record TraitDefined(
        String tenant,
        String id,
        String name,
        long version,
        String kind,
        String folder,
        String value,
        boolean archived) {

    public String key() {
        return tenant + '|' + id;
    }
}
