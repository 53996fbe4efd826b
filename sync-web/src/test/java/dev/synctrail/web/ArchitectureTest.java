package dev.synctrail.web;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks the structure of the code; each rule names the alternative. */
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(
              location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
          .importPackages("dev.synctrail");

  private static final String PERSISTENCE = "dev.synctrail.persistence..";
  private static final String INTEGRATION = "dev.synctrail.integration..";
  private static final String WEB = "dev.synctrail.web..";
  private static final Set<String> SHARED =
      Set.of("dev.synctrail.web.rest", "dev.synctrail.web.access", "dev.synctrail.web.console");
  private static final String LAUNCHER = "dev.synctrail.launcher..";

  @Test
  void the_domain_depends_on_no_other_module() {
    check(
        noClasses()
            .that(
                resideInAPackage("dev.synctrail..")
                    .and(not(resideInAnyPackage(PERSISTENCE, INTEGRATION, WEB, LAUNCHER))))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    PERSISTENCE,
                    INTEGRATION,
                    WEB,
                    "jakarta.persistence..",
                    "jakarta.ws.rs..",
                    "jakarta.servlet..",
                    "java.net.http..",
                    "org.eclipse.microprofile.."))
            .because(
                "the domain must not depend on technology; declare a port and implement it in an outer module"));
  }

  @Test
  void the_verifier_runs_alone() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("dev.synctrail.evidence", "dev.synctrail.tlog")
            .should()
            .dependOnClassesThat(
                not(
                    resideInAnyPackage(
                        "dev.synctrail.evidence",
                        "dev.synctrail.tlog",
                        "java..",
                        "org.jspecify.annotations")))
            .because("synctrail-verify.jar contains only these packages; use the JDK"));
  }

  @Test
  void outer_modules_depend_only_on_the_domain() {
    check(
        noClasses()
            .that()
            .resideInAPackage(PERSISTENCE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INTEGRATION, WEB)
            .because("outer modules communicate through the domain; fire an event or use a port"));
    check(
        noClasses()
            .that()
            .resideInAPackage(INTEGRATION)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PERSISTENCE, WEB)
            .because("outer modules communicate through the domain; fire an event or use a port"));
    check(
        noClasses()
            .that()
            .resideInAPackage(WEB)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PERSISTENCE, INTEGRATION, "jakarta.persistence..")
            .because(
                "the web layer calls use cases and read ports; it uses no entities and no adapters"));
  }

  @Test
  void packages_have_no_cycles() {
    check(
        slices()
            .matching("dev.synctrail.(*)..")
            .should()
            .beFreeOfCycles()
            .because(
                "packages that depend on each other are one package; move the shared code to a third"));
    check(
        slices()
            .matching("dev.synctrail.*.(*)..")
            .should()
            .beFreeOfCycles()
            .because(
                "packages that depend on each other are one package; move the shared code to a third"));
  }

  @Test
  void shared_web_packages_depend_on_no_feature() {
    String[] features =
        HOUSE.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith("dev.synctrail.web."))
            .filter(name -> !SHARED.contains(name))
            .distinct()
            .toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAnyPackage(SHARED.toArray(String[]::new))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(features)
            .because(
                "shared packages serve every feature; move code of one feature to its own package"));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.synctrail.web.rest")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.synctrail.web.access", "dev.synctrail.web.console")
            .because(
                "code that reads requests and writes problems must not depend on users or pages"));
  }

  @Test
  void no_two_types_share_a_name() {
    assertThat(
            HOUSE.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getSimpleName, Collectors.counting())))
        .as("one name has one meaning in the whole project")
        .allSatisfy((name, types) -> assertThat(types).as(name).isEqualTo(1));
  }

  @Test
  void types_are_not_named_by_participles() {
    check(
        noClasses()
            .that(not(assignableTo(Throwable.class)))
            .and()
            .areTopLevelClasses()
            .should()
            .haveNameMatching(".*\\.[A-Z][a-z]+ed")
            .because("types are named by nouns: RunAnswer, not Started"));
  }

  @Test
  void adapters_are_hidden() {
    for (String adapter : List.of("Jpa", "Jdbc", "Optimizely", "Strapi")) {
      check(
          classes()
              .that()
              .haveSimpleNameStartingWith(adapter)
              .should()
              .onlyHaveDependentClassesThat()
              .haveNameMatching(
                  "dev\\.synctrail\\.(persistence|integration\\.(optimizely|strapi))\\..*")
              .because("adapters are private to their module; inject the port"));
    }
  }

  @Test
  void time_comes_from_the_clock() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(LAUNCHER)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .because("a test must be able to set the time; inject java.time.Clock"));
  }

  @Test
  void names_are_not_generic() {
    check(
        noClasses()
            .that(not(assignableTo(ExceptionMapper.class)))
            .should()
            .haveNameMatching(
                ".*\\.([A-Za-z]*(Impl|Utils?|Helper|Manager|Dto|DTO|Mapper)|(Common|Base|Default|Abstract)[A-Z][A-Za-z]*|I[A-Z][a-z][A-Za-z]*Interface)")
            .because("generic names are not used; name the type by what it is or does"));
  }

  @Test
  void the_audit_trail_is_never_asynchronous() {
    check(
        noClasses()
            .should()
            .callMethod(Event.class, "fireAsync", Object.class)
            .orShould()
            .dependOnClassesThat(assignableTo(ObservesAsync.class))
            .because("a request must be recorded before it is sent; observe synchronously"));
  }

  @Test
  void only_the_queue_retries() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.eclipse.microprofile.faulttolerance.Retry")
            .because("a hidden retry would not be recorded; reschedule by RetryPolicy"));
  }

  @Test
  void beans_without_state_are_created_once() {
    check(
        noClasses()
            .that()
            .areNotAssignableTo("dev.synctrail.integration.adapter.Adapter")
            .should()
            .beAnnotatedWith(Dependent.class)
            .because(
                "a dependent bean is created for every injection and every event; use"
                    + " @ApplicationScoped"));
  }

  @Test
  void there_are_no_ejbs() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ejb..")
            .because("an EJB in EAR/lib dies at start; use a CDI bean with @Transactional"));
  }

  private static void check(ArchRule rule) {
    rule.check(HOUSE);
  }
}
