package dmp.segment;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dmp.segment", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule featuresAreInOrder = slices().matching("dmp.segment.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature that can be understood without those above it can be changed without them");

    @ArchTest
    static final ArchRule decisionsArePure = noClasses()
            .that()
            .resideInAnyPackage("dmp.segment.rule..", "dmp.segment.evaluation..", "dmp.segment.matching..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io..", "jakarta..", "org..")
            .because(
                    "time and facts are inputs: the same answer in stream, timer, backfill and explanation, testable without a server");

    @ArchTest
    static final ArchRule theRoadIsBelowWhatIsShown = noClasses()
            .that()
            .resideInAnyPackage(
                    "dmp.segment.storage..",
                    "dmp.segment.reach..",
                    "dmp.segment.timing..",
                    "dmp.segment.backfill..",
                    "dmp.segment.trait..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dmp.segment.definition..", "dmp.segment.membership..", "dmp.segment.explain..")
            .because("timers, sizes and backfills deal in identifiers and seconds and need not know what a segment is");
}
