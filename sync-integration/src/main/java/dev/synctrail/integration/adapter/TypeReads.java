package dev.synctrail.integration.adapter;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Capabilities;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.gateway.Unavailable;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.snapshot.Snapshot;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads one type of one platform.
 *
 * @param <T> a type in the format of the platform
 */
record TypeReads<T>(
    Session session,
    TypeApi<T> types,
    TypeKey key,
    RepeatedReads repeatedReads,
    Capabilities capabilities) {

  /**
   * Reads the type unless its entity tag is still the known one.
   *
   * @param known the known entity tag, or null for none
   * @throws PlatformException when its state cannot be determined
   */
  LiveType<T> read(RequestPurpose requestPurpose, @Nullable String known) {
    Outgoing out = types.get(key);
    return known == null
        ? read(requestPurpose, out, false)
        : read(requestPurpose, out.header("If-None-Match", known), true);
  }

  private LiveType<T> read(RequestPurpose requestPurpose, Outgoing out, boolean conditional) {
    ExchangeResult ended = session.send(requestPurpose, out);
    ResponseClassifier responseClassifier = session.responseClassifier();
    Integer status = ended.status();
    if (status != null
        && ((status == LiveType.NOT_MODIFIED && conditional)
            || types.isAbsent(responseClassifier, ended))) {
      return LiveType.none(status);
    }
    responseClassifier.require(ended, out, Session.OK, false);
    T type =
        types
            .shown(key, responseClassifier.object(ended, out, false))
            .orElseThrow(() -> responseClassifier.malformed(ended, out, notAbout(), false));
    return shown(ended, type);
  }

  /** Returns the state in a response. */
  LiveType<T> shown(ExchangeResult ended, T type) {
    Snapshot text = Optional.ofNullable(ended.decoded().text()).orElseThrow();
    return new LiveType<>(
        200,
        new LiveState(text, types.tag(ended)),
        type,
        ended.header("Last-Modified").orElse(null));
  }

  String notAbout() {
    return "the response is not about type " + key;
  }

  /**
   * Reads the type after a confirmed write until it shows the write. An error only means that the
   * next read decides.
   *
   * @return the last state read; empty when the platform did not become available in time
   */
  Optional<LiveType<T>> afterWrite(Predicate<LiveType<T>> written) {
    return repeatedReads.until(
        written,
        number -> {
          try {
            await();
            return readAgain();
          } catch (PlatformException e) {
            return null;
          }
        });
  }

  private void await() {
    session.waiting();
    repeatedReads.await();
  }

  /**
   * Reads the type after a write of unknown outcome.
   *
   * @return the last state read
   * @throws Unavailable when the platform cannot be read now
   */
  LiveType<T> readBack(Predicate<LiveType<T>> wanted) {
    return repeatedReads
        .until(
            wanted,
            number -> {
              if (number > 1) {
                await();
              }
              return readBack(number == repeatedReads.last());
            })
        .orElseThrow();
  }

  /**
   * Reads the type. While a platform may restart, a refused connection counts as not yet available,
   * except for the last read.
   */
  private @Nullable LiveType<T> readBack(boolean last) {
    if (types.answersWithType()) {
      return read(RequestPurpose.READ_BACK, null);
    }
    try {
      return readAgain();
    } catch (Unavailable e) {
      if (last || e.failure().failureClass() != FailureClass.CONNECT_FAILED) {
        throw e;
      }
      return null;
    }
  }

  /** Reads the type while the platform may restart; failures do not count for the breaker. */
  private LiveType<T> readAgain() {
    return read(RequestPurpose.READ_BACK, types.get(key).toleratingNoResponse(), false);
  }
}
