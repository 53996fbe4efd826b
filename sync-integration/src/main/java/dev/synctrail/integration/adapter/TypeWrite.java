package dev.synctrail.integration.adapter;

import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.OutcomeUnknown;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PushBaseline;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.PushResult.Item;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one write of a push, a create, an update or a removal, with the proof that it was stored.
 *
 * @param <T> a type in the format of the platform
 */
public final class TypeWrite<T> {
  private final PushOrder order;
  private final TypeReads<T> reads;
  private final LiveType<T> live;
  private final @Nullable Content<T> content;

  /**
   * The content of a create or update.
   *
   * @param exact the bytes to be pushed
   * @param desired the same in the format of the platform
   * @param whole the desired type with the live members that were never ours
   */
  record Content<T>(Snapshot exact, T desired, T whole) {}

  /**
   * @param live the state that is replaced
   * @param content the content, or null to remove the type
   */
  TypeWrite(PushOrder order, TypeReads<T> reads, LiveType<T> live, @Nullable Content<T> content) {
    this.order = order;
    this.reads = reads;
    this.live = live;
    this.content = content;
  }

  public Operation operation() {
    if (content == null) {
      return Operation.DELETE;
    }
    return live.type() == null ? Operation.CREATE : Operation.UPDATE;
  }

  /** Returns the type as it will be stored; not for a removal. */
  public T whole() {
    return Objects.requireNonNull(content).whole;
  }

  /** Returns the data that an update may lose. */
  public List<FieldError> losses() {
    return content == null || live.type() == null
        ? List.of()
        : reads.types().losses(live.type(), content.whole);
  }

  /**
   * Sends the write once.
   *
   * @throws PlatformException when it was rejected, or when the platform does not prove that it
   *     stored the change
   */
  PushResult send() {
    Outgoing out = request();
    ExchangeResult ended = reads.session().send(RequestPurpose.WRITE, out);
    requireAccepted(out, ended);
    JsonObject answer = classifier().proof(ended, out);
    if (!reads.types().names(reads.key(), answer)) {
      throw classifier().unproven(ended, out, reads.notAbout());
    }
    return content == null ? removed(out, ended) : stored(content, out, ended, answer);
  }

  private Outgoing request() {
    TypeApi<T> types = reads.types();
    if (content == null) {
      return locked(types.delete(reads.key()));
    }
    return live.type() == null
        ? types.create(reads.key(), content.exact, content.desired)
        : locked(types.update(reads.key(), live.type(), content.whole, order.options()));
  }

  /** Adds the condition that the state that was read is still there. */
  private Outgoing locked(Outgoing out) {
    if (!reads.capabilities().locks()) {
      return out;
    }
    Optional<String> tag = live.tag();
    if (tag.isPresent()) {
      return out.header("If-Match", tag.get());
    }
    return live.lastModified() == null
        ? out
        : out.header("If-Unmodified-Since", live.lastModified());
  }

  /** A platform may report a breaking change without details, which the live type shows. */
  private void requireAccepted(Outgoing out, ExchangeResult ended) {
    try {
      classifier().require(ended, out, reads.types().success(operation()), true);
    } catch (Rejected e) {
      if (operation() != Operation.UPDATE
          || e.failure().failureClass() != FailureClass.BREAKING_CHANGE) {
        throw e;
      }
      throw new Rejected(e.failure().about(losses()), e);
    }
  }

  private PushResult removed(Outgoing out, ExchangeResult ended) {
    if (!reads.types().answersWithType()) {
      LiveType<T> back =
          reads.afterWrite(now -> now.live() == null).orElseThrow(() -> notVisible(out, ended));
      if (back.live() != null) {
        throw unconfirmed(out, ended, "as done, but the type still exists");
      }
    }
    return PushResult.whole(Operation.DELETE, ended.status());
  }

  private PushResult stored(Content<T> put, Outgoing out, ExchangeResult ended, JsonObject answer) {
    TypeApi<T> types = reads.types();
    boolean shows = types.answersWithType();
    LiveType<T> stored =
        shows
            ? reads.shown(ended, types.shown(reads.key(), answer).orElseThrow())
            : reads
                .afterWrite(
                    now -> now.type() != null && types.missing(now.type(), put.whole).isEmpty())
                .orElseThrow(() -> notVisible(out, ended));
    T is = stored.type();
    if (is == null) {
      throw notStored(out, ended);
    }
    // an update with the changes alone leaves the members of others to the platform
    boolean patches = reads.capabilities().patches();
    T sent = patches ? put.desired : put.whole;
    Set<String> missing =
        types.missing(is, patches ? types.withForeignMembers(is, put.desired) : put.whole);
    Set<String> parts = new LinkedHashSet<>(types.parts(sent));
    parts.addAll(missing);
    if (!missing.isEmpty()
        && (missing.containsAll(parts) || !types.isWritten(live.type(), is, put.desired))) {
      throw notStored(out, ended);
    }
    List<Item> items =
        missing.isEmpty() ? List.of() : parts.stream().map(part -> item(part, missing)).toList();
    PushBaseline.Source source = shows ? PushBaseline.Source.ANSWER : PushBaseline.Source.READ_BACK;
    return new PushResult(operation(), ended.status(), items).with(stored.baseline(source));
  }

  private static Item item(String part, Set<String> missing) {
    boolean stored = !missing.contains(part);
    return new Item(part, stored, stored ? null : "The platform stored a different value");
  }

  private OutcomeUnknown notStored(Outgoing out, ExchangeResult ended) {
    return reads.types().answersWithType()
        ? classifier().unproven(ended, out, "the response does not contain the written resource")
        : unconfirmed(out, ended, "as done, but the type is missing");
  }

  private OutcomeUnknown notVisible(Outgoing out, ExchangeResult ended) {
    return unconfirmed(out, ended, "and did not show the type since");
  }

  private OutcomeUnknown unconfirmed(Outgoing out, ExchangeResult ended, String how) {
    return classifier().unconfirmed(out, ended.status(), how);
  }

  private ResponseClassifier classifier() {
    return reads.session().responseClassifier();
  }
}
