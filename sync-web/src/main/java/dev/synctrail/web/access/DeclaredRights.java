package dev.synctrail.web.access;

import dev.synctrail.startup.ServerStarting;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/** Fails the deployment if a resource method does not declare a right. */
@ApplicationScoped
class DeclaredRights {
  private final BeanManager beans;

  @Inject
  DeclaredRights(BeanManager beans) {
    this.beans = beans;
  }

  void on(@Observes @Priority(1) ServerStarting starting) {
    List<String> open =
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
            .map(Bean::getBeanClass)
            .filter(type -> type.isAnnotationPresent(Path.class))
            .flatMap(type -> undeclared(type).stream())
            .sorted()
            .toList();
    if (!open.isEmpty()) {
      throw new IllegalStateException("Put @Needs on " + String.join(", ", open));
    }
  }

  static List<String> undeclared(Class<?> resource) {
    return resource.isAnnotationPresent(Needs.class)
        ? List.of()
        : Arrays.stream(resource.getMethods())
            .filter(DeclaredRights::answersRequests)
            .filter(method -> !method.isAnnotationPresent(Needs.class))
            .map(method -> resource.getSimpleName() + "." + method.getName())
            .toList();
  }

  private static boolean answersRequests(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
  }
}
