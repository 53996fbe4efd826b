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

  /** Those who let in, before anybody is here. */
  private static final Set<String> OPEN = Set.of("SignIn", "Visitor", "Frame", "Wording");

  /** One method forgets. */
  public static class Forgetful {
    @GET
    @Needs(Right.METADATA)
    public String told() {
      return "";
    }

    @POST
    public String forgotten() {
      return "";
    }

    public String noOperation() {
      return "";
    }
  }

  /** Its class speaks for the method. */
  @Needs(Right.ACTION)
  public static class Whole {
    @GET
    public String covered() {
      return "";
    }
  }

  @Test
  void finds_the_operation_that_declares_no_right() {
    assertThat(DeclaredRights.undeclared(Forgetful.class)).containsExactly("Forgetful.forgotten");
    assertThat(DeclaredRights.undeclared(Whole.class)).isEmpty();
  }

  @Test
  void a_methods_own_right_is_read_before_its_classs() throws NoSuchMethodException {
    assertThat(NeededRight.of(Forgetful.class.getMethod("told"))).isEqualTo(Right.METADATA);
    assertThat(NeededRight.of(Whole.class.getMethod("covered"))).isEqualTo(Right.ACTION);
    assertThatThrownBy(() -> NeededRight.of(Forgetful.class.getMethod("forgotten")))
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
      assertThat(PageRights.RIGHTS.keySet()).as("Name it in Pages").containsAll(pages);
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
