package org.redstats.subscribe;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "org.redstats.subscribe", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule aDutyDoesNotKnowItsSisters = slices()
            .matching("org.redstats.subscribe.(subscriptions|confirm|unsubscribe|log|due|mail|webhook|web)..").should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule toolsKnowNoDuty = noClasses().that()
            .resideInAnyPackage("..worker..", "..outbox..", "..egress..", "..allowance..").should()
            .dependOnClassesThat()
            .resideInAPackage("org.redstats.subscribe.(subscriptions|confirm|unsubscribe|log|due|mail|webhook|web)..");

    @ArchTest
    static final ArchRule talkingKnowsNoTransaction = noClasses().that()
            .resideInAnyPackage("..mail..", "..webhook..").should()
            .dependOnClassesThat().resideInAPackage("org.springframework.transaction..")
            .because("nobody is talked to inside a database transaction");

    @ArchTest
    static final ArchRule noOtherServiceIsKnown = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("org.redstats.store..", "org.redstats.notify..", "org.redstats.gateway..",
                    "org.redstats.publisher..");

    @ArchTest
    static final ArchRule fieldsAreNotInjected = GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
}
