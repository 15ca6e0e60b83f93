package org.redstats.testing;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "org.redstats.testing", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
    @ArchTest
    static final ArchRule knowsNoServiceThatItServes = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("org.redstats.(event|publisher|store|subscribe|notify|gateway|demo)..");
}
