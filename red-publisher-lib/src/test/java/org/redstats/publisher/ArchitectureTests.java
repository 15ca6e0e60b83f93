package org.redstats.publisher;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

@AnalyzeClasses(packages = "org.redstats.publisher", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule plainJavaIsEnough = classes().that()
            .resideInAPackage("org.redstats.publisher")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "com.rabbitmq.client..", "org.h2.mvstore..", "org.slf4j",
                    "org.jspecify.annotations",
                    "org.redstats.event", "org.redstats.publisher");

    @ArchTest
    static final ArchRule theReadersWayOfAnEventIsNotOurs = noClasses().should()
            .dependOnClassesThat()
            .resideInAPackage("org.redstats.event.intake..");

    @ArchTest
    static final ArchRule onlyPublisherBuilderAndFailureArePublic = classes().that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .haveSimpleNameStartingWith("RedPublish")
            .andShould()
            .resideInAPackage("org.redstats.publisher");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
}
