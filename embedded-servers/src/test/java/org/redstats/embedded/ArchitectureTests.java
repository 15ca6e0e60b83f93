package org.redstats.embedded;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "org.redstats.embedded", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
    @ArchTest
    static final ArchRule needsNeitherSpringNorTheRestOfUs = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.redstats.(event|publisher|store|subscribe|notify)..");

    @ArchTest
    static final ArchRule onlyTheServersAreSeenFromOutside = classes().that().arePublic().and().areTopLevelClasses()
            .should().haveSimpleNameStartingWith("Embedded").orShould().haveSimpleNameStartingWith("Mail");
}
