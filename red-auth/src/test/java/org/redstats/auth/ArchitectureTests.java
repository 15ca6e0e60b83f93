package org.redstats.auth;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "org.redstats.auth", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule theCheckOfATokenNeedsNoServlets = noClasses().that()
            .resideInAPackage("org.redstats.auth")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "org.springframework.web.servlet..",
                    "org.redstats.auth.servlet..");

    @ArchTest
    static final ArchRule itKnowsNoService = noClasses().should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.redstats.store..", "org.redstats.subscribe..", "org.redstats.notify..",
                    "org.redstats.gateway..", "org.redstats.demo..");
}
