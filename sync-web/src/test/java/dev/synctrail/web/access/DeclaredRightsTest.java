package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.access.Right;
import jakarta.inject.Named;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeclaredRightsTest {
  private static final Path WEBAPP = Path.of("src/main/webapp");
  private static final Path CLASSES = Path.of("target/classes");

  /** Page beans that are needed before sign-in. */
  private static final Set<String> OPEN =
      Set.of(
          "SignIn",
          "InvitationPage",
          "NewPassword",
          "CurrentUser",
          "PageFrame",
          "Wording",
          "PagePeriod",
          "DiffOptions",
          "RunTitle",
          "LedgerAlert",
          "PageZone",
          "Undo");

  /** One of its methods declares no right. */
  public static class PartlyDeclared {
    @GET
    @Needs(Right.METADATA)
    public String declared() {
      return "";
    }

    @POST
    public String undeclared() {
      return "";
    }

    public String noOperation() {
      return "";
    }
  }

  /** The class declares the right of its method. */
  @Needs(Right.ACTION)
  public static class DeclaredOnClass {
    @GET
    public String covered() {
      return "";
    }
  }

  @Test
  void finds_the_operation_that_declares_no_right() {
    assertThat(DeclaredRights.undeclared(PartlyDeclared.class))
        .containsExactly("PartlyDeclared.undeclared");
    assertThat(DeclaredRights.undeclared(DeclaredOnClass.class)).isEmpty();
  }

  @Test
  void a_methods_right_takes_precedence_over_its_classs() throws NoSuchMethodException {
    assertThat(NeededRight.of(PartlyDeclared.class.getMethod("declared")))
        .isEqualTo(Right.METADATA);
    assertThat(NeededRight.of(DeclaredOnClass.class.getMethod("covered"))).isEqualTo(Right.ACTION);
    assertThatThrownBy(() -> NeededRight.of(PartlyDeclared.class.getMethod("undeclared")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("@Needs");
  }

  @Test
  void every_page_has_a_right() throws IOException {
    try (var files = Files.walk(WEBAPP.resolve("console"))) {
      Set<String> pages =
          files
              .filter(Files::isRegularFile)
              .map(file -> "/" + WEBAPP.relativize(file).toString().replace('\\', '/'))
              .collect(Collectors.toSet());

      assertThat(pages).isNotEmpty();
      assertThat(PageRights.RIGHTS.keySet()).as("Name it in PageRights").containsAll(pages);
    }
  }

  @Test
  void every_bean_of_a_page_has_a_right() throws IOException {
    try (var files = Files.walk(CLASSES)) {
      List<String> open =
          files
              .map(file -> CLASSES.relativize(file).toString())
              .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
              .map(name -> name.replace(".class", "").replace('/', '.').replace('\\', '.'))
              .map(DeclaredRightsTest::loaded)
              .filter(type -> type.isAnnotationPresent(Named.class))
              .filter(type -> !type.isAnnotationPresent(Needs.class))
              .map(Class::getSimpleName)
              .filter(name -> !OPEN.contains(name))
              .toList();

      assertThat(open).as("Put @Needs on them").isEmpty();
    }
  }

  private static Class<?> loaded(String name) {
    try {
      return Class.forName(name, false, DeclaredRightsTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
