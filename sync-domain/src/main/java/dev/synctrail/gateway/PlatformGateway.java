package dev.synctrail.gateway;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Communicates with platforms of one kind; it is the only way to reach external systems.
 *
 * <p>Every request is reported to the order's {@link ExchangeLog} before it is sent; an exception
 * of the log passes through unchanged. No method retries a write, follows a redirect, or runs in a
 * transaction. A second platform is one new package with one implementation, which passes the
 * gateway contract test.
 */
public interface PlatformGateway {

  /** Returns the kind of its platforms, such as {@code optimizely}. */
  String kind();

  /** Returns the content model of its platforms. */
  ContentModel contentModel();

  /** Returns the supported API versions, the default one first. */
  List<String> apiVersions();

  /** Returns the capabilities of its platforms. */
  Capabilities capabilities();

  /** Returns the adapter's own version, which is stored with every sync. */
  String adapterVersion();

  /**
   * Validates the platform settings that only the adapter understands.
   *
   * @return the errors; empty when there are none
   */
  List<SettingError> check(Platform platform);

  /** Returns whether credentials are configured and allowed for the platform's origin. */
  CredentialState credentials(Platform platform);

  /**
   * Tests the connection to the platform without changing anything there. Never throws for a
   * failure.
   */
  ConnectionReport test(Platform platform, ExchangeLog log);

  /**
   * Brings the live type into the state that the order wants over the state read ({@link
   * PushOrder#decide}): by nothing, a create, an update or a removal, conditional on the state
   * read. Removing an absent type is {@link Operation#NONE}. A dry run reads and computes but does
   * not write.
   *
   * @throws PlatformException by what the caller can do about it
   */
  PushResult push(PushOrder order);

  /**
   * Performs {@link #push} for several types of one platform, in as few requests as possible. The
   * desired state of one type does not depend on the result of another. A request that covers
   * several types is reported to the log of each of them.
   *
   * @param orders each of content, none of a dry run
   * @return the result of each, in the order of the orders
   */
  default List<BatchItemResult> pushTogether(List<PushOrder> orders) {
    return orders.stream().map(order -> BatchItemResult.of(() -> push(order))).toList();
  }

  /**
   * Reads the current state of the type. The result is {@link ReadResult.Unchanged} only if the
   * order names an entity tag that still matches.
   *
   * @throws PlatformException by what the caller can do about it
   */
  ReadResult pull(PullOrder order);

  /**
   * Returns where the live state differs from the desired one. Additional content in the live state
   * is no difference. Sends no request.
   *
   * @return JSON Pointers (RFC 6901) into the type, in order; empty when all of it is there
   */
  default List<String> differences(Platform platform, Snapshot live, Snapshot wanted) {
    return differences(platform, live, wanted, List.of());
  }

  /**
   * Returns where the live state differs from the desired one. Additional content in the live state
   * is a difference if it was ours and is no longer wanted. Sends no request.
   *
   * @param own our own earlier contents, as in {@link PushOrder#own}
   * @return JSON Pointers (RFC 6901) into the type, in order; empty when all of it is there
   */
  List<String> differences(
      Platform platform, Snapshot live, Snapshot wanted, Iterable<Snapshot> own);

  /**
   * Returns which data on the platform a change from the live state to the desired one may lose.
   * Sends no request.
   *
   * @param own our own earlier contents, as in {@link PushOrder#own}
   * @return JSON Pointers (RFC 6901) with what happens there; empty when nothing is lost
   */
  List<Failure.FieldError> losses(
      Platform platform, Snapshot live, Snapshot wanted, Iterable<Snapshot> own);

  /**
   * Lists the keys of all user-defined types on the platform, and the listed items that cannot be
   * pulled.
   *
   * @throws PlatformException by what the caller can do about it; also when the list is incomplete
   */
  TypeListing list(Platform platform, ExchangeLog log);

  /**
   * Determines what a write of unknown outcome did, waiting for the platform's read-after-write lag
   * in bounded time. Its requests are {@link RequestPurpose#READ_BACK}.
   *
   * @param order the order that was pushed
   * @param before the state before the write, or null when the type was absent
   * @throws Unavailable when the platform cannot be read now
   */
  ReadBack readBack(PushOrder order, @Nullable Snapshot before);

  /**
   * An invalid setting.
   *
   * @param pointer JSON Pointer (RFC 6901) into the platform's representation
   */
  record SettingError(String pointer, String detail) {}
}
