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
        traits.replace(
                tenant,
                Map.of(
                        new Trait(
                                "pricing-visitor",
                                "Visited the pricing page",
                                "/",
                                new Trait.RuleBased(new Rule.All(List.of(
                                        new Rule.IsIn("event.name", Set.of("page-view")),
                                        new Rule.IsIn("page.path", Set.of("/pricing"))))),
                                "custom.k0",
                                null,
                                false),
                        1L));
        return traits;
    }
}
