package dmp.profile;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dmp.profile", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule FEATURES_HAVE_AN_ORDER = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("store")
            .definedBy("dmp.profile.store")
            .layer("stream")
            .definedBy("dmp.profile.stream")
            .layer("access")
            .definedBy("dmp.profile.access")
            .layer("trait")
            .definedBy("dmp.profile.trait")
            .layer("definition")
            .definedBy("dmp.profile.definition")
            .layer("policy")
            .definedBy("dmp.profile.policy")
            .layer("identity")
            .definedBy("dmp.profile.identity")
            .layer("fact")
            .definedBy("dmp.profile.fact")
            .layer("view")
            .definedBy("dmp.profile.view")
            .layer("erasure")
            .definedBy("dmp.profile.erasure")
            .layer("backfill")
            .definedBy("dmp.profile.backfill")
            .layer("hub")
            .definedBy("dmp.profile.hub")
            .layer("lookup")
            .definedBy("dmp.profile.lookup")
            .whereLayer("lookup")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("hub")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("erasure")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("backfill")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("policy")
            .mayOnlyBeAccessedByLayers("lookup")
            .whereLayer("view")
            .mayOnlyBeAccessedByLayers("policy", "lookup")
            .whereLayer("fact")
            .mayOnlyBeAccessedByLayers("view", "erasure", "backfill")
            .whereLayer("identity")
            .mayOnlyBeAccessedByLayers("fact", "view", "policy", "erasure", "hub", "lookup")
            .whereLayer("definition")
            .mayOnlyBeAccessedByLayers("trait", "policy")
            .whereLayer("trait")
            .mayOnlyBeAccessedByLayers("fact", "view", "backfill")
            .because(
                    "facts are kept without knowing who looks at them, and identifiers are linked without knowing facts");

    @ArchTest
    static final ArchRule FEATURES_HAVE_NO_CYCLES = slices().matching("dmp.profile.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature that needs itself through others cannot be read by itself");
}
