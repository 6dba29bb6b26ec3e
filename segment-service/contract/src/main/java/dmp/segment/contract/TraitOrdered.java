package dmp.segment.contract;

/**
 * A trait that a segment's rule needs, since it states a condition on events itself. Profile-service defines it unless it is there; it
 * may be ordered any number of times.
 *
 * @param tenant the customer
 * @param id of the trait: the same for the same condition
 * @param name for people
 * @param folder where it is to be filed
 * @param rule which events realise it, JSON as in the definition of a trait
 */
public record TraitOrdered(String tenant, String id, String name, String folder, String rule) {

    public String key() {
        return tenant + '|' + id;
    }
}
