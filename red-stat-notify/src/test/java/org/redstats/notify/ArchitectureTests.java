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
            .resideInAnyPackage("..notify.intake..", "..notify.protocol..", "..notify.socket..", "..notify.door..",
                    "org.springframework..", "io.netty..");

    @ArchTest
    static final ArchRule theIntakeKnowsNoSockets = noClasses().that()
            .resideInAPackage("..notify.intake..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..notify.protocol..", "..notify.socket..", "..notify.door..", "io.netty..");

    @ArchTest
    static final ArchRule theProtocolKnowsNoConnections = noClasses().that()
            .resideInAPackage("..notify.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..notify.intake..", "..notify.socket..", "..notify.door..", "org.springframework..");

    @ArchTest
    static final ArchRule connectionsKnowNeitherBrokerNorDoor = noClasses().that()
            .resideInAPackage("..notify.socket..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..notify.intake..", "..notify.door..", "org.springframework.amqp..");

    @ArchTest
    static final ArchRule theDoorKnowsNoBroker = noClasses().that()
            .resideInAPackage("..notify.door..")
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
