package dev.synctrail.deployment;

import dev.synctrail.contenttype.TypeKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The order in which a platform can accept types that reference each other: a referenced type comes
 * in an earlier stage than the type that references it. Types that form a cycle share a stage and
 * need a second one.
 *
 * <p>The cycles are the strongly connected components of Tarjan (1972), whose algorithm returns
 * referenced components first. It is written without recursion, because a chain of types may be
 * long.
 */
final class DependencyOrder {
  private final Map<TypeKey, Set<TypeKey>> names;
  private final Map<TypeKey, Visit> visits = new HashMap<>();
  private final Deque<TypeKey> open = new ArrayDeque<>();
  private final Map<TypeKey, Place> places = new LinkedHashMap<>();

  private DependencyOrder(Map<TypeKey, Set<TypeKey>> names) {
    this.names = names;
  }

  /**
   * Returns the place of each type.
   *
   * @param names the types that each type references; a type that is not a key of the map is
   *     assumed to be on the platform already
   * @return in an order in which no place comes before one of an earlier stage
   */
  static Map<TypeKey, Place> of(Map<TypeKey, Set<TypeKey>> names) {
    DependencyOrder dependencyOrder = new DependencyOrder(names);
    names.keySet().forEach(dependencyOrder::visit);
    Map<TypeKey, Place> sorted = new LinkedHashMap<>();
    dependencyOrder.places.entrySet().stream()
        .sorted(Map.Entry.<TypeKey, Place>comparingByValue(Comparator.comparingInt(Place::stage)))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /**
   * Returns the stage in which each type is removed: a type that references others is removed
   * before them.
   *
   * @param names the types that each type references
   * @param after the first stage
   * @return in the order of the stages
   */
  static Map<TypeKey, Integer> removing(Map<TypeKey, Set<TypeKey>> names, int after) {
    Map<TypeKey, Place> places = of(names);
    int last = places.values().stream().mapToInt(Place::last).max().orElse(0);
    List<TypeKey> backwards = new ArrayList<>(places.keySet());
    Collections.reverse(backwards);
    Map<TypeKey, Integer> stages = new LinkedHashMap<>();
    for (TypeKey key : backwards) {
      stages.put(key, after + last - Objects.requireNonNull(places.get(key)).stage());
    }
    return stages;
  }

  private void visit(TypeKey root) {
    if (visits.containsKey(root)) {
      return;
    }
    Deque<Visit> path = new ArrayDeque<>();
    path.push(begin(root));
    while (!path.isEmpty()) {
      Visit at = path.peek();
      if (at.next.hasNext()) {
        TypeKey named = at.next.next();
        Visit other = visits.get(named);
        if (other == null) {
          path.push(begin(named));
        } else if (!places.containsKey(named)) {
          at.low = Math.min(at.low, other.number);
        }
        continue;
      }
      path.pop();
      if (at.low == at.number) {
        place(circleFrom(at.key));
      }
      if (!path.isEmpty()) {
        path.peek().low = Math.min(path.peek().low, at.low);
      }
    }
  }

  private Visit begin(TypeKey key) {
    Iterator<TypeKey> named =
        names.getOrDefault(key, Set.of()).stream().filter(names::containsKey).iterator();
    Visit visit = new Visit(key, visits.size(), named);
    visits.put(key, visit);
    open.push(key);
    return visit;
  }

  private List<TypeKey> circleFrom(TypeKey key) {
    List<TypeKey> circle = new ArrayList<>();
    TypeKey member;
    do {
      member = open.pop();
      circle.add(member);
    } while (!member.equals(key));
    Collections.reverse(circle);
    return circle;
  }

  private void place(List<TypeKey> circle) {
    Set<TypeKey> members = new LinkedHashSet<>(circle);
    int stage =
        circle.stream()
            .flatMap(key -> names.getOrDefault(key, Set.of()).stream())
            .filter(named -> !members.contains(named))
            .map(places::get)
            .filter(Objects::nonNull)
            .mapToInt(place -> place.last() + 1)
            .max()
            .orElse(0);
    Set<TypeKey> others = circle.size() > 1 ? Set.copyOf(members) : Set.of();
    circle.forEach(key -> places.put(key, new Place(stage, others)));
  }

  /** A type that is being visited. */
  private static final class Visit {
    private final TypeKey key;
    private final int number;
    private final Iterator<TypeKey> next;
    private int low;

    private Visit(TypeKey key, int number, Iterator<TypeKey> next) {
      this.key = key;
      this.number = number;
      this.next = next;
      this.low = number;
    }
  }

  /**
   * The place of a type in the order.
   *
   * @param stage from 0
   * @param circle the types of its cycle, itself included; empty for none
   */
  record Place(int stage, Set<TypeKey> circle) {
    /** Returns the stage after which the whole type is on the platform. */
    int last() {
      return circle.isEmpty() ? stage : stage + 1;
    }
  }
}
