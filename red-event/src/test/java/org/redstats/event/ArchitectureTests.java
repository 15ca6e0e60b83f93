package org.redstats.event;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "org.redstats.event", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule aProducerNeedsNoSpring = noClasses().that()
            .resideInAPackage("org.redstats.event")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "com.rabbitmq..", "org.redstats.event.intake..");

    @ArchTest
    static final ArchRule theEventKnowsNobody = noClasses().should()
            .dependOnClassesThat(
                    com.tngtech.archunit.base.DescribedPredicate.describe("are ours but outside the event",
                            c -> c.getPackageName().startsWith("org.redstats.")
                                    && !c.getPackageName().startsWith("org.redstats.event")));
}
