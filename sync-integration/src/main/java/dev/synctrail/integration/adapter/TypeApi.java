package dev.synctrail.integration.adapter;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Push} and {@link TypeWrite} have to know of a kind of platform: the requests for its
 * types, the meaning of its responses, and how two types compare. It is created for one order and
 * sends nothing itself.
 *
 * @param <T> a type in the format of the platform; two types are equal when they mean the same
 */
public interface TypeApi<T> {

  /**
   * Returns the request that reads a type.
   *
   * @throws Rejected when the platform can have no type with this key
   */
  Outgoing get(TypeKey key);

  /** Returns the request that creates a type. */
  Outgoing create(TypeKey key, Snapshot content, T wanted);

  /**
   * Returns the request that updates a type.
   *
   * @param wanted the desired type with the live members that are kept
   */
  Outgoing update(TypeKey key, T live, T wanted, PushOptions options);

  /** Returns the request that removes a type. */
  Outgoing delete(TypeKey key);

  /** Returns the statuses of a successful write. */
  default Set<Integer> success(Operation operation) {
    return Set.of(200, 201);
  }

  /** Returns whether the platform itself answered that a type does not exist. */
  default boolean isAbsent(ResponseClassifier responseClassifier, ExchangeResult ended) {
    return responseClassifier.isAbsent(ended);
  }

  /** Returns the type in a response; empty when it contains no type or another one. */
  Optional<T> shown(TypeKey key, JsonObject answer);

  /** Returns the strong entity tag of the type in a response, or null if there is none. */
  @Nullable String tag(ExchangeResult ended);

  /** Returns whether the response to a write is about this type. */
  default boolean names(TypeKey key, JsonObject answer) {
    return shown(key, answer).isPresent();
  }

  /**
   * Returns whether the response to a write shows what was stored. Otherwise the type is read until
   * it shows the write; the platform may restart in the meantime.
   */
  default boolean answersWithType() {
    return true;
  }

  /** Returns whether the platform itself rejects a change that may lose data. */
  default boolean warnsOfLosses() {
    return true;
  }

  /** Parses a content that was pushed or pulled; empty when it is no type. */
  Optional<T> parse(Snapshot content);

  /**
   * Parses the content to be pushed.
   *
   * @throws Rejected when it cannot be a type with this key
   */
  T desired(TypeKey key, Snapshot content);

  /**
   * Rejects a change that the platform would reject or ignore without saying so.
   *
   * @param live the live type, or null to create it
   * @throws Rejected when the platform cannot store the desired type
   */
  void requireExpressible(PushOrder order, @Nullable T live, T wanted);

  /** Returns the desired type with the live members that were never ours. */
  T withForeignMembers(T live, T wanted);

  /** Returns the pointers of all parts of a type that can be stored or not. */
  Set<String> parts(T type);

  /** Returns the pointers of the parts in which the live type differs from the desired one. */
  Set<String> missing(T live, T wanted);

  /** Returns the pointers of the innermost members that differ. */
  default List<String> differences(T live, T wanted) {
    return List.copyOf(missing(live, wanted));
  }

  /** Returns the data that a change may lose. */
  List<FieldError> losses(T live, T wanted);

  /**
   * Returns whether a type that is not the desired one shows that it was written.
   *
   * @param before the type before the write, or null when there was none
   */
  default boolean isWritten(@Nullable T before, T stored, T wanted) {
    return !stored.equals(before);
  }
}
