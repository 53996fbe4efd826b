package dev.synctrail.deployment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.DependencyOrder.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DependencyOrderTest {
  private static final int TYPES = 8;

  private static TypeKey key(int number) {
    return new TypeKey("Type" + number);
  }

  private static Map<TypeKey, Set<TypeKey>> names(List<Integer> edges) {
    Map<TypeKey, Set<TypeKey>> names = new LinkedHashMap<>();
    for (int type = 0; type < TYPES; type++) {
      names.put(key(type), new TreeSet<>());
    }
    edges.forEach(edge -> requireNonNull(names.get(key(edge / TYPES))).add(key(edge % TYPES)));
    return names;
  }

  @Property
  void referenced_types_are_complete_before_they_are_referenced(
      @ForAll @Size(max = 16) List<@IntRange(max = TYPES * TYPES - 1) Integer> edges) {
    Map<TypeKey, Set<TypeKey>> names = names(edges);

    Map<TypeKey, Place> places = DependencyOrder.of(names);

    assertThat(places.keySet()).isEqualTo(names.keySet());
    names.forEach(
        (type, named) -> {
          Place place = requireNonNull(places.get(type));
          Set<TypeKey> circle =
              names.keySet().stream()
                  .filter(other -> reaches(names, type, other) && reaches(names, other, type))
                  .collect(Collectors.toSet());
          assertThat(place.circle()).isEqualTo(circle.size() > 1 ? circle : Set.of());
          named.stream()
              .filter(other -> !other.equals(type) && !place.circle().contains(other))
              .forEach(
                  other ->
                      assertThat(requireNonNull(places.get(other)).last())
                          .isLessThan(place.stage()));
        });
    assertThat(places.values()).extracting(Place::stage).isSorted();
  }

  private static boolean reaches(Map<TypeKey, Set<TypeKey>> names, TypeKey from, TypeKey to) {
    Set<TypeKey> reached = new TreeSet<>(Set.of(from));
    boolean more = true;
    while (more) {
      more =
          reached.addAll(
              reached.stream().flatMap(key -> requireNonNull(names.get(key)).stream()).toList());
    }
    return reached.contains(to);
  }

  @Test
  void a_long_chain_does_not_overflow_the_stack() {
    Map<TypeKey, Set<TypeKey>> chain = new LinkedHashMap<>();
    for (int type = 0; type < 20_000; type++) {
      chain.put(key(type), Set.of(key(type + 1)));
    }

    Map<TypeKey, Place> places = DependencyOrder.of(chain);

    assertThat(places.get(key(0))).isEqualTo(new Place(19_999, Set.of()));
    assertThat(places.get(key(19_999))).isEqualTo(new Place(0, Set.of()));
  }

  @Test
  void a_self_reference_is_no_cycle() {
    assertThat(DependencyOrder.of(Map.of(key(1), Set.of(key(1)))).get(key(1)))
        .isEqualTo(new Place(0, Set.of()));
  }
}
