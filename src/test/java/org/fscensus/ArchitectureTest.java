package org.fscensus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fscensus.query.Parameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Holds the direction of the parts: dependencies point down, and nothing below {@code app} knows the container. */
class ArchitectureTest {
    private static final String ROOT = "org.fscensus.";

    /** From the top down; a package may use only what stands below it. */
    private static final List<String> LAYERS =
            List.of("rest", "app", "job", "query", "pipeline", "scanlog", "walk", "census", "store", "sqlite", "entry");

    /** What a part may use where it is less than everything below it. Logs are opened as trees are: through no link. */
    private static final Map<String, List<String>> NARROWER = Map.of(
            "scanlog", List.of("walk", "entry"), "walk", List.of("entry"), "sqlite", List.of(), "entry", List.of());

    /** HTTP and the container. */
    private static final String[] FRAMEWORKS = {
        "io.quarkus..",
        "jakarta.ws.rs..",
        "jakarta.enterprise..",
        "jakarta.inject..",
        "org.eclipse.microprofile..",
        "io.micrometer..",
        "io.vertx..",
        "io.smallrye..",
        "org.jboss.resteasy.."
    };

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.fscensus");
    }

    @Test
    void everyPackageHasItsPlace() {
        assertThat(classes.getPackage("org.fscensus").getSubpackages())
                .extracting(JavaPackage::getRelativeName)
                .isNotEmpty()
                .isSubsetOf(LAYERS);
        classes().should().resideInAPackage(ROOT + "*..").check(classes);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void usesOnlyWhatStandsBelow(String layer) {
        List<String> allowed = NARROWER.getOrDefault(layer, LAYERS.subList(LAYERS.indexOf(layer) + 1, LAYERS.size()));
        String[] forbidden = LAYERS.stream()
                .filter(other -> !other.equals(layer) && !allowed.contains(other))
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);
        if (forbidden.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + layer + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @Test
    void nothingBelowTheApplicationKnowsTheContainer() {
        String[] below = LAYERS.subList(LAYERS.indexOf("job"), LAYERS.size()).stream()
                .map(layer -> ROOT + layer + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(below)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .check(classes);
    }

    /** Else a question could forget that its asker may not see everything. */
    @Test
    void questionsOverHttpSayWhatTheirAskerMaySee() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "rest..")
                .should()
                .callConstructor(Parameters.class, Map.class, Set.class)
                .check(classes);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(classes);
    }
}
