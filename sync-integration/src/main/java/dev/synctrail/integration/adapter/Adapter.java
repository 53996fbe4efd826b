package dev.synctrail.integration.adapter;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.gateway.BatchItemResult;
import dev.synctrail.gateway.Capabilities;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PlatformGateway.SettingError;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.integration.adapter.TokenCache.TokenRequest;
import dev.synctrail.integration.http.Credential;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.net.URI;
import java.util.List;

/**
 * What differs between kinds of platforms; {@link AdapterGateway} does everything else.
 *
 * @param <T> a type in the format of the platform
 */
public interface Adapter<T> {

  /**
   * What a kind of platform is and can do.
   *
   * @param kind as {@link PlatformGateway#kind}
   * @param name in messages
   * @param adapterVersion as {@link PlatformGateway#adapterVersion}
   * @param apiVersions as {@link PlatformGateway#apiVersions}
   * @param usualOrigin the allowed origin of the credentials when none is configured
   */
  record Profile(
      String kind,
      String name,
      String adapterVersion,
      ContentModel contentModel,
      List<String> apiVersions,
      Capabilities capabilities,
      URI usualOrigin,
      ConnectionTrial.Advice advice) {}

  /** Returns what the kind is and can do. */
  Profile profile();

  /** Returns the errors in the settings of a platform. */
  List<SettingError> check(Platform platform);

  /** Returns the address that issues tokens. */
  URI tokenUrl(Platform platform);

  /** Returns the request for a token. */
  TokenRequest tokenRequest(
      Platform platform, ExchangeLog log, Credential credential, URI tokenUrl);

  /**
   * Creates the API of a platform for one order.
   *
   * @param own our own earlier contents of the type
   */
  TypeApi<T> types(Platform platform, Iterable<Snapshot> own);

  /** Lists the types as {@link PlatformGateway#list}. */
  TypeListing list(Session session, Platform platform);

  /** Reads as little as possible for the connection test, and describes it. */
  default String probe(Session session, Platform platform) {
    int types = list(session, platform).typeKeys().size();
    return profile().name + " holds " + types + (types == 1 ? " content type" : " content types");
  }

  /** Pushes as {@link PlatformGateway#pushTogether}. */
  default List<BatchItemResult> pushTogether(AdapterGateway<T> gateway, List<PushOrder> orders) {
    return orders.stream().map(order -> BatchItemResult.of(() -> gateway.push(order))).toList();
  }
}
