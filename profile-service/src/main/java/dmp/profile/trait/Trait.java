package dmp.profile.trait;

import java.time.Duration;

/**
 * What a tenant chooses to remember of events.
 *
 * @param id unique within the tenant
 * @param name for people
 * @param folder where it is filed, begins with {@code /}
 * @param origin what realises it
 * @param value the signal whose number each realisation is worth, such as {@code custom.order_value}; null when it is worth none
 * @param ttl how long a realisation is remembered; null for as long as the profile is
 * @param archived no longer realised
 */
public record Trait(
        String id, String name, String folder, Origin origin, String value, Duration ttl, boolean archived) {

    /** What realises a trait. */
    public sealed interface Origin {}

    /** Every event that the rule holds for. */
    public record RuleBased(Rule rule) implements Origin {}

    /** Every event of the source that delivers the code. */
    public record Onboarded(String source, String code) implements Origin {}

    /** As in {@link dmp.profile.contract.TraitDefined}. */
    String kind() {
        return switch (origin) {
            case RuleBased ignored -> "rule";
            case Onboarded ignored -> "onboarded";
        };
    }

    Trait asArchived() {
        return new Trait(id, name, folder, origin, value, ttl, true);
    }
}
