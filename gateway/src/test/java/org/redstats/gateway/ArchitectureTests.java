package org.redstats.gateway;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "org.redstats.gateway", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule featuresHaveNoCycles = slices().matching("org.redstats.gateway.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule socketsAndAnswersKnowNoOtherFeature = noClasses().that()
            .resideInAnyPackage("..gateway.socket..", "..gateway.answer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..gateway.balance..", "..gateway.failover..", "..gateway.route..");

    @ArchTest
    static final ArchRule choosingAnInstanceKnowsNothingOfFailures = noClasses().that()
            .resideInAPackage("..gateway.balance..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.redstats.gateway.failover..", "org.redstats.gateway.route..");

    @ArchTest
    static final ArchRule routesAndAnswersAreNobodysBusiness = classes().that()
            .resideInAnyPackage("..gateway.route..", "..gateway.answer..", "..gateway.socket..")
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule injectsThroughConstructors = GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
}
