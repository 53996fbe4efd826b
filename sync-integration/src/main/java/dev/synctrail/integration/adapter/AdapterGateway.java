package dev.synctrail.integration.adapter;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.BatchItemResult;
import dev.synctrail.gateway.Capabilities;
import dev.synctrail.gateway.ConnectionReport;
import dev.synctrail.gateway.CredentialState;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PullOrder;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.ReadBack;
import dev.synctrail.gateway.ReadResult;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.integration.http.Credential;
import dev.synctrail.integration.http.Credentials;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The gateway to platforms of one kind, which an {@link Adapter} describes.
 *
 * @param <T> a type in the format of the platform
 */
public final class AdapterGateway<T> implements PlatformGateway {
  private final Adapter<T> adapter;
  private final Credentials credentials;
  private final TokenCache tokens;
  private final RepeatedReads repeatedReads;

  public AdapterGateway(
      Adapter<T> adapter, Credentials credentials, TokenCache tokens, RepeatedReads repeatedReads) {
    this.adapter = adapter;
    this.credentials = credentials;
    this.tokens = tokens;
    this.repeatedReads = repeatedReads;
  }

  @Override
  public String kind() {
    return adapter.profile().kind();
  }

  @Override
  public ContentModel contentModel() {
    return adapter.profile().contentModel();
  }

  @Override
  public List<String> apiVersions() {
    return adapter.profile().apiVersions();
  }

  @Override
  public Capabilities capabilities() {
    return adapter.profile().capabilities();
  }

  @Override
  public String adapterVersion() {
    return adapter.profile().adapterVersion();
  }

  @Override
  public List<SettingError> check(Platform platform) {
    return adapter.check(platform);
  }

  @Override
  public CredentialState credentials(Platform platform) {
    return credentials.state(platform, adapter.profile().usualOrigin());
  }

  @Override
  public ConnectionReport test(Platform platform, ExchangeLog log) {
    return new ConnectionTrial(platform, credentials(platform), adapter.profile().advice())
        .run(
            check(platform),
            () -> session(platform, log),
            session -> adapter.probe(session, platform));
  }

  @Override
  public PushResult push(PushOrder order) {
    Push.Plan<T> plan = plan(order);
    return plan.write() == null || order.options().dryRun() ? plan.result() : plan.write().send();
  }

  /** Reads the live type and determines what a push has to do; writes nothing. */
  public Push.Plan<T> plan(PushOrder order) {
    return of(order).plan();
  }

  private Push<T> of(PushOrder order) {
    return new Push<>(order, reads(order.platform(), order.typeKey(), order.own(), order.log()));
  }

  @Override
  public List<BatchItemResult> pushTogether(List<PushOrder> orders) {
    return adapter.pushTogether(this, orders);
  }

  @Override
  public ReadResult pull(PullOrder order) {
    return reads(order.platform(), order.typeKey(), List.of(), order.log())
        .read(order.purpose(), capabilities().locks() ? order.known() : null)
        .result();
  }

  @Override
  public List<String> differences(
      Platform platform, Snapshot live, Snapshot wanted, Iterable<Snapshot> own) {
    TypeApi<T> types = adapter.types(platform, own);
    return compare(types, live, wanted, types::differences).orElse(List.of(""));
  }

  @Override
  public List<FieldError> losses(
      Platform platform, Snapshot live, Snapshot wanted, Iterable<Snapshot> own) {
    TypeApi<T> types = adapter.types(platform, own);
    return compare(types, live, wanted, types::losses).orElse(List.of());
  }

  private <R> Optional<R> compare(
      TypeApi<T> types, Snapshot live, Snapshot wanted, BiFunction<T, T, R> comparison) {
    T is = types.parse(live).orElse(null);
    return is == null
        ? Optional.empty()
        : types.parse(wanted).map(want -> comparison.apply(is, types.withForeignMembers(is, want)));
  }

  @Override
  public TypeListing list(Platform platform, ExchangeLog log) {
    return adapter.list(session(platform, log), platform);
  }

  @Override
  public ReadBack readBack(PushOrder order, @Nullable Snapshot before) {
    return of(order).readBack(before);
  }

  private TypeReads<T> reads(
      Platform platform, TypeKey key, Iterable<Snapshot> own, ExchangeLog log) {
    TypeApi<T> types = adapter.types(platform, own);
    return new TypeReads<>(session(platform, log), types, key, repeatedReads, capabilities());
  }

  /** Opens a session after checking that the credentials may be sent to the platform. */
  public Session session(Platform platform, ExchangeLog log) {
    URI tokenUrl = adapter.tokenUrl(platform);
    Credential credential =
        credentials.require(platform, adapter.profile().usualOrigin(), tokenUrl);
    return new Session(tokens, adapter.tokenRequest(platform, log, credential, tokenUrl));
  }
}
