package dmp.activation;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

@AnalyzeClasses(packages = "dmp.activation", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule FEATURES_STAND_IN_ORDER = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("api")
            .definedBy("dmp.activation.api..")
            .layer("background")
            .definedBy("dmp.activation.background..")
            .layer("state")
            .definedBy("dmp.activation.state..")
            .layer("definition")
            .definedBy("dmp.activation.definition..")
            .layer("network")
            .definedBy("dmp.activation.network..")
            .layer("destination")
            .definedBy("dmp.activation.destination..")
            .layer("campaign")
            .definedBy("dmp.activation.campaign..")
            .layer("audience")
            .definedBy("dmp.activation.audience..")
            .layer("delivery")
            .definedBy("dmp.activation.delivery..")
            .layer("lookup")
            .definedBy("dmp.activation.lookup..")
            .layer("callback")
            .definedBy("dmp.activation.callback..")
            .layer("report")
            .definedBy("dmp.activation.report..")
            .whereLayer("definition")
            .mayOnlyAccessLayers("api", "background", "state")
            .whereLayer("network")
            .mayOnlyAccessLayers("api", "background", "state")
            .whereLayer("destination")
            .mayOnlyAccessLayers("api", "background", "state", "definition", "network")
            .whereLayer("campaign")
            .mayOnlyAccessLayers("api", "background", "state", "definition", "network", "destination")
            .whereLayer("audience")
            .mayOnlyAccessLayers("api", "background", "state", "definition", "network", "destination", "campaign")
            .whereLayer("delivery")
            .mayOnlyBeAccessedByLayers("callback", "report")
            .whereLayer("lookup")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("callback")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayNotBeAccessedByAnyLayer()
            .because("definitions know nothing of deliveries, and what a network may be told is decided before and"
                    + " apart from how it is told; so each can be read, tested and changed by itself");
}
