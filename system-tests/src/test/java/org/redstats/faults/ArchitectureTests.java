package org.redstats.faults;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "org.redstats.faults", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule knowsTheServicesOnlyAsProcesses = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("org.redstats.(store|subscribe|notify|gateway)..");

    @ArchTest
    static final ArchRule packagesDoNotDependOnEachOtherInCircles = slices().matching("org.redstats.faults.(*)..")
            .should().beFreeOfCycles();
}
