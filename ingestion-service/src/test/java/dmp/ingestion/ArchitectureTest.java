package dmp.ingestion;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

@AnalyzeClasses(packages = "dmp.ingestion", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule FEATURES_STAND_IN_ORDER = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dmp.ingestion..")
            .layer("onboarding")
            .definedBy("dmp.ingestion.onboarding..")
            .layer("collect")
            .definedBy("dmp.ingestion.collect..")
            .layer("source")
            .definedBy("dmp.ingestion.source..")
            .layer("publish")
            .definedBy("dmp.ingestion.publish..")
            .layer("enrich")
            .definedBy("dmp.ingestion.enrich..")
            .layer("normalise")
            .definedBy("dmp.ingestion.normalise..")
            .layer("consent")
            .definedBy("dmp.ingestion.consent..")
            .layer("quarantine")
            .definedBy("dmp.ingestion.quarantine..")
            .whereLayer("onboarding")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("collect")
            .mayOnlyBeAccessedByLayers("onboarding")
            .whereLayer("source")
            .mayOnlyBeAccessedByLayers("collect", "onboarding")
            .whereLayer("publish")
            .mayOnlyBeAccessedByLayers("collect")
            .whereLayer("enrich")
            .mayOnlyBeAccessedByLayers("collect")
            .whereLayer("normalise")
            .mayOnlyBeAccessedByLayers("enrich", "collect", "onboarding")
            .whereLayer("consent")
            .mayOnlyBeAccessedByLayers("normalise", "collect", "onboarding")
            .because(
                    "a file's rows go through the same gate as events, and what decides knows nothing of how it is asked");

    @ArchTest
    static final ArchRule DECISIONS_ARE_PURE = ArchRuleDefinition.noClasses()
            .that()
            .resideInAnyPackage("dmp.ingestion.normalise..", "dmp.ingestion.consent..", "dmp.ingestion.quarantine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io..", "jakarta..", "org.hibernate..", "org.apache..", "com..")
            .because("what is accepted, and what for, must be testable and explainable without a server");
}
