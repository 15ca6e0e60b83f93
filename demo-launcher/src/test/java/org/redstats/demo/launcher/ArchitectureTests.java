package org.redstats.demo.launcher;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "org.redstats.demo.launcher", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
    @ArchTest
    static final ArchRule knowsTheServicesOnlyAsProcesses = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("org.redstats.(event|publisher|store|subscribe|notify|gateway)..");

    @ArchTest
    static final ArchRule optionsRunFromTheirSourceAlone = classes().that().belongToAnyOf(Options.class).should()
            .onlyDependOnClassesThat(resideInAPackage("java..").or(belongToAnyOf(Options.class)));
}
