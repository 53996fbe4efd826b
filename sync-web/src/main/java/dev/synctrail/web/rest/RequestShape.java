package dev.synctrail.web.rest;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.snapshot.Snapshot;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The members of a request record, computed once per class from its components. */
record RequestShape(Constructor<?> constructor, List<Member> members) {
  private static final ClassValue<RequestShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RequestShape computeValue(Class<?> type) {
          Constructor<?> constructor = type.getDeclaredConstructors()[0];
          constructor.setAccessible(true);
          return new RequestShape(
              constructor, Stream.of(type.getRecordComponents()).map(Member::of).toList());
        }
      };

  static RequestShape of(Class<?> record) {
    return SHAPES.get(record);
  }

  List<String> required() {
    return members.stream().filter(Member::required).map(Member::name).toList();
  }

  Set<String> exact() {
    return members.stream()
        .filter(member -> member.type() == Snapshot.class)
        .map(Member::name)
        .collect(Collectors.toSet());
  }

  Object create(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A component.
   *
   * @param element the type of the elements of a list
   * @param min the smallest number or the shortest text
   * @param max the largest number, the longest text or the longest list
   * @param past whether an instant must not be in the future
   * @param objectOnly whether a snapshot must be an object
   */
  record Member(
      String name,
      Class<?> type,
      Class<?> element,
      boolean nullable,
      boolean required,
      int min,
      int max,
      @Nullable Pattern pattern,
      boolean past,
      boolean objectOnly) {

    static Member of(RecordComponent component) {
      Method accessor = component.getAccessor();
      AnnotatedType last = component.getAnnotatedType();
      boolean nullable = last.isAnnotationPresent(Nullable.class);
      if (last instanceof AnnotatedParameterizedType generic) {
        AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
        last = arguments[arguments.length - 1];
      }
      Class<?> type = component.getType();
      Schema schema = accessor.getAnnotation(Schema.class);
      Size size = (type == Map.class ? last : accessor).getAnnotation(Size.class);
      Min min = accessor.getAnnotation(Min.class);
      Max max = accessor.getAnnotation(Max.class);
      return new Member(
          schema == null || schema.name().isEmpty() ? component.getName() : schema.name(),
          type,
          last.getType() instanceof Class<?> element ? element : type,
          nullable,
          accessor.isAnnotationPresent(NotNull.class) || !(nullable || hasEmpty(type)),
          size != null ? size.min() : min != null ? (int) min.value() : 0,
          size != null ? size.max() : max != null ? (int) max.value() : Integer.MAX_VALUE,
          accessor.getAnnotation(Pattern.class),
          accessor.isAnnotationPresent(PastOrPresent.class),
          schema == null || schema.oneOf().length == 0);
    }

    /** Tells whether a missing member has a value: false, no elements, or no members. */
    private static boolean hasEmpty(Class<?> type) {
      boolean isOneValue =
          Values.reader(type) != null || type == SyncFilter.class || type == TypeSelection.class;
      return type == boolean.class
          || type == List.class
          || type == Map.class
          || (type.isRecord() && !isOneValue);
    }
  }
}
