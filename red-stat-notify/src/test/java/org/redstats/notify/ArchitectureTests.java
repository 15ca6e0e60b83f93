package org.redstats.notify;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

@AnalyzeClasses(packages = "org.redstats.notify", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule theAudienceKnowsNeitherBrokerNorSockets = noClasses().that()
            .resideInAPackage("..notify.live..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..notify.intake..", "..notify.socket..", "org.springframework.amqp..",
                    "org.springframework.web..", "jakarta..");

    @ArchTest
    static final ArchRule theIntakeKnowsNoSockets = noClasses().that()
            .resideInAPackage("..notify.intake..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..notify.socket..", "org.springframework.web..");

    @ArchTest
    static final ArchRule theSocketsKnowNoBroker = noClasses().that()
            .resideInAPackage("..notify.socket..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..notify.intake..", "org.springframework.amqp..");

    @ArchTest
    static final ArchRule nobodyKnowsAnotherService = noClasses().should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.redstats.store..", "org.redstats.subscribe..", "org.redstats.publisher..");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = noFields().should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Value");
}
