package dmp.profile.trait;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Traits in force without a database. */
public final class TraitsForTests {

    private TraitsForTests() {}

    /** The trait {@code pricing-visitor}: page views of {@code /pricing}, each worth {@code custom.k0}. */
    public static TraitsInForce pricingVisitor(String tenant) {
        TraitsInForce traits = new TraitsInForce();
        replace(traits, tenant, "pricing-visitor", "/pricing", "custom.k0", 1);
        return traits;
    }

    /** From now on this trait is page views of this path, each worth what the signal says. */
    public static void replace(
            TraitsInForce traits, String tenant, String id, String path, String worth, long version) {
        traits.replace(
                tenant,
                Map.of(
                        new Trait(
                                id,
                                "Visited a page",
                                "/",
                                new Trait.RuleBased(new Rule.All(List.of(
                                        new Rule.IsIn("event.name", Set.of("page-view")),
                                        new Rule.IsIn("page.path", Set.of(path))))),
                                worth,
                                null,
                                false),
                        version));
    }
}
