package dev.synctrail.platform;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.snapshot.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to platforms of one kind; the only way anything reaches the outside.
 *
 * <p>Every request is reported to the order's {@link ExchangeLog} before it leaves; an exception of
 * the log passes through unchanged. No method retries a write, follows a redirect, or runs in a
 * transaction. A second platform is one new package with one implementation, which passes the
 * gateway contract test.
 */
public interface PlatformGateway {

  /** Returns the kind of platform it speaks to, such as {@code optimizely}. */
  String kind();

  /** Returns the model of the content that its platforms take. */
  ContentModel contentModel();

  /** Returns the API versions it speaks, the one that is meant when none is named first. */
  List<String> apiVersions();

  /** Returns what its platforms can do and others cannot. */
  Capabilities capabilities();

  /** Returns the adapter's own version, kept with every sync. */
  String adapterVersion();

  /**
   * Checks the parts of a platform's settings that only the adapter understands.
   *
   * @return what is wrong, empty when nothing is
   */
  List<SettingError> check(Platform platform);

  /** Tells whether credentials are configured and allowed for the platform's origin. */
  CredentialState credentials(Platform platform);

  /** Tries the way to the platform without changing anything there. Never throws for a failure. */
  ConnectionReport test(Platform platform, ExchangeLog log);

  /**
   * Makes the live type what the order wants over what is read there ({@link PushOrder#wishOver}):
   * nothing, a create, an update or a removal under the state read. Removing what is not there is
   * {@link Operation#NONE}. A dry run reads and computes but does not write.
   *
   * @throws PlatformException by what the caller can do about it
   */
  PushResult push(PushOrder order);

  /**
   * Does what {@link #push} does for several types of one platform, in as few requests as it can.
   * What is wanted of one type does not depend on what becomes of another. Where one request does
   * several, it is reported to the log of each of them.
   *
   * @param orders each of content, none of a dry run
   * @return what became of each, in the order of the orders
   */
  default List<BatchItemResult> pushTogether(List<PushOrder> orders) {
    return orders.stream().map(order -> BatchItemResult.of(() -> push(order))).toList();
  }

  /**
   * Reads the type as it is there now. It is {@link ReadResult.Unchanged} only where the order
   * knows an entity tag that the platform still holds.
   *
   * @throws PlatformException by what the caller can do about it
   */
  ReadResult pull(PullOrder order);

  /**
   * Tells in which places what is there is not what is wanted. What is there besides is no
   * difference. Asks nobody.
   *
   * @return JSON Pointers (RFC 6901) into the type, in order; empty when all of it is there
   */
  default List<String> differences(Platform platform, Snapshot live, Snapshot wanted) {
    return differences(platform, live, wanted, List.of());
  }

  /**
   * Tells in which places what is there is not what is wanted; what is there besides is a
   * difference where it was ours and is not wanted any more. Asks nobody.
   *
   * @param own what our own contents have been, as in {@link PushOrder#own}
   * @return JSON Pointers (RFC 6901) into the type, in order; empty when all of it is there
   */
  List<String> differences(
      Platform platform, Snapshot live, Snapshot wanted, Iterable<Snapshot> own);

  /**
   * Tells what of the data that the platform holds a change from live to wanted may lose. Asks
   * nobody.
   *
   * @param own what our own contents have been, as in {@link PushOrder#own}
   * @return the places by JSON Pointer (RFC 6901) with what happens there; empty when nothing is
   *     lost
   */
  List<Failure.FieldError> losses(
      Platform platform, Snapshot live, Snapshot wanted, Iterable<Snapshot> own);

  /**
   * Lists the keys of every type that the platform holds and a person made, and tells what it lists
   * and cannot be taken.
   *
   * @throws PlatformException by what the caller can do about it; also when the list has not come
   *     to its end
   */
  TypeListing list(Platform platform, ExchangeLog log);

  /**
   * Finds out what a write of unknown outcome did, waiting out the platform's read-after-write lag
   * in bounded time. Its requests are {@link RequestPurpose#READ_BACK}.
   *
   * @param order as it was pushed
   * @param before what was there before the write, or null for nothing
   * @throws Unavailable when the platform cannot be read now
   */
  ReadBack readBack(PushOrder order, @Nullable Snapshot before);

  /**
   * A setting the adapter cannot work with.
   *
   * @param pointer JSON Pointer (RFC 6901) into the platform's representation
   */
  record SettingError(String pointer, String detail) {}
}
