package org.redstats.store;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "org.redstats.store", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule packagesDoNotDependOnEachOtherInCircles = slices().matching("org.redstats.store.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule writingAndReadingDoNotKnowEachOther = noClasses().that()
            .resideInAnyPackage("..store.ingest..", "..store.partitions..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..store.stats..", "..store.reads..", "..store.request..", "..store.problems..");

    @ArchTest
    static final ArchRule readingKnowsNoQueue = noClasses().that()
            .resideInAnyPackage("..store.stats..", "..store.reads..", "..store.request..", "..store.problems..",
                    "..store.partitions..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..store.ingest..", "org.springframework.amqp..", "org.redstats.event.intake..");

    @ArchTest
    static final ArchRule requestsAreReadWithoutSpring = noClasses().that()
            .resideInAPackage("..store.request..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule nobodyKnowsAnotherService = noClasses().should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.redstats.notify..", "org.redstats.subscribe..", "org.redstats.publisher..");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = noFields().should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Value");
}
