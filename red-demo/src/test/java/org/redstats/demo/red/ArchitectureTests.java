package org.redstats.demo.red;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "org.redstats.demo.red", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule featuresHaveNoCycles = slices().matching("org.redstats.demo.red.(*)..").should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule measuringKnowsNeitherWhereImagesComeFromNorWhereValuesGo = noClasses().that()
            .resideInAPackage("..measure")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..upload", "..traffic", "org.redstats.publisher..", "org.springframework.web..",
                    "jakarta.servlet..");

    @ArchTest
    static final ArchRule uploadsAndTrafficDoNotKnowEachOther = slices()
            .matching("org.redstats.demo.red.(upload|traffic)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule redKnowsNothingBehindTheBroker = noClasses().should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.redstats.event.intake..", "org.redstats.store..", "org.redstats.subscribe..",
                    "org.redstats.notify..", "org.redstats.embedded..");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
}
