package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.BatchItemResult;
import dev.synctrail.gateway.Capabilities;
import dev.synctrail.gateway.ConflictFound;
import dev.synctrail.gateway.ConnectionReport;
import dev.synctrail.gateway.CredentialState;
import dev.synctrail.gateway.DesiredState;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PullOrder;
import dev.synctrail.gateway.PushBaseline;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.ReadBack;
import dev.synctrail.gateway.ReadBack.Finding;
import dev.synctrail.gateway.ReadResult;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.gateway.Unavailable;
import dev.synctrail.integration.adapter.ConnectionTrial;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.OwnMembers;
import dev.synctrail.integration.adapter.ResponseClassifier;
import dev.synctrail.integration.adapter.TokenCache;
import dev.synctrail.integration.http.Credential;
import dev.synctrail.integration.http.Credentials;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.integration.http.RecordedHttp;
import dev.synctrail.integration.optimizely.OptimizelySession.LiveType;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gateway to Optimizely CMS. A push reads the live type first, so that it writes only the
 * difference, conditional on the state that was read.
 */
@ApplicationScoped
class OptimizelyGateway implements PlatformGateway {
  static final String KIND = "optimizely";
  static final String USER_AGENT = "Synctrail";

  private static final String VERSION = "optimizely/1";
  private static final ConnectionTrial.Advice ADVICE =
      new ConnectionTrial.Advice(
          "The client lacks the permission to read content types",
          "No content type API found: check the base URL and apiVersion",
          "This is not an Optimizely endpoint: check the base URL");
  private static final Set<Integer> CREATED = Set.of(200, 201, 204);
  private static final Set<Integer> CHANGED = Set.of(200, 204);

  private final Credentials credentials;
  private final OptimizelySettings settings;
  private final ResponseClassifier responseClassifier;
  private final TokenCache tokens;
  private final Clock clock;
  private final Consumer<Duration> pause;

  @Inject
  OptimizelyGateway(
      RecordedHttp http, Credentials credentials, OptimizelySettings settings, Clock clock) {
    this(http, credentials, settings, clock, OptimizelyGateway::sleep);
  }

  OptimizelyGateway(
      RecordedHttp http,
      Credentials credentials,
      OptimizelySettings settings,
      Clock clock,
      Consumer<Duration> pause) {
    this.credentials = credentials;
    this.settings = settings;
    this.responseClassifier =
        new ResponseClassifier("Optimizely", OptimizelyErrorParser::of, clock);
    this.tokens = new TokenCache(http, responseClassifier, settings.tokenMargin(), clock);
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ContentModel contentModel() {
    return ContentModel.OWN;
  }

  @Override
  public List<String> apiVersions() {
    return Dialect.versions();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ALL;
  }

  @Override
  public String adapterVersion() {
    return VERSION;
  }

  @Override
  public List<SettingError> check(Platform platform) {
    return OptimizelyPlatformSettings.check(platform);
  }

  @Override
  public CredentialState credentials(Platform platform) {
    return credentials.state(platform, OptimizelyPlatformSettings.SAAS);
  }

  @Override
  public ConnectionReport test(Platform platform, ExchangeLog log) {
    return new ConnectionTrial(platform, credentials, OptimizelyPlatformSettings.SAAS, ADVICE)
        .configured(check(platform))
        .origin(() -> session(platform, log))
        .token(
            OptimizelyPlatformSettings.tokenUrl(platform), () -> session(platform, log).authorize())
        .read(() -> new TypePages(session(platform, log), 1).count())
        .report();
  }

  @Override
  public PushResult push(PushOrder order) {
    OptimizelySession optimizelySession = session(order.platform(), order.log());
    if (order.desired() instanceof DesiredState.Content content) {
      wanted(order.typeKey(), content.whole(), optimizelySession.dialect());
    }
    LiveType liveType = optimizelySession.read(RequestPurpose.READ, order.typeKey().value());
    requireExpected(order.expected(), liveType, order.typeKey());
    DesiredState decided = order.decide(liveType.live()).orElse(null);
    if (decided == null) {
      return PushResult.leftAlone(liveType.status());
    }
    return decided instanceof DesiredState.Content content
        ? put(optimizelySession, order, content.whole(), liveType)
        : remove(optimizelySession, order, liveType);
  }

  @Override
  public List<BatchItemResult> pushTogether(List<PushOrder> orders) {
    if (orders.isEmpty() || dialect(orders.get(0).platform()) != Dialect.V1) {
      return PlatformGateway.super.pushTogether(orders);
    }
    return new Manifest(responseClassifier, clock, this::session, this::onManifest).push(orders);
  }

  /** Reads one type of a manifest and decides what to do with it. */
  private Manifest.Read onManifest(PushOrder order) {
    if (order.options().is(PushFlag.EXACTLY)) {
      throw rejected(
          FailureClass.NOT_EXPRESSIBLE,
          "A manifest cannot guarantee that "
              + order.typeKey()
              + " is restored exactly; nothing was sent");
    }
    OptimizelySession optimizelySession = session(order.platform(), order.log());
    LiveType liveType = optimizelySession.read(RequestPurpose.READ, order.typeKey().value());
    requireExpected(order.expected(), liveType, order.typeKey());
    DesiredState decided = order.decide(liveType.live()).orElse(null);
    if (!(decided instanceof DesiredState.Content content)) {
      return new Manifest.Done(PushResult.leftAlone(liveType.status()));
    }
    JsonObject wanted = wanted(order.typeKey(), content.whole(), optimizelySession.dialect());
    JsonObject live = liveType.content();
    if (live == null) {
      return new Manifest.Entry(order, wanted, Operation.CREATE, List.of());
    }
    JsonObject whole = patch(order).withForeignMembers(live, wanted);
    return patch(order).from(live, wanted).isEmpty()
        ? new Manifest.Done(
            PushResult.whole(Operation.NONE, liveType.status()).with(liveType.base()))
        : new Manifest.Entry(
            order,
            whole,
            Operation.UPDATE,
            DataLoss.of(optimizelySession.dialect().spelled(TypeJson.settable(live)), whole));
  }

  private PushResult put(
      OptimizelySession optimizelySession, PushOrder order, Snapshot decided, LiveType liveType) {
    JsonObject wanted = wanted(order.typeKey(), decided, optimizelySession.dialect());
    JsonObject live = liveType.content();
    if (live == null) {
      return order.options().dryRun()
          ? PushResult.whole(Operation.CREATE, liveType.status())
          : create(optimizelySession, order, decided, wanted);
    }
    requireExpressible(order, live, wanted);
    JsonObject patch = patch(order).from(live, wanted);
    if (patch.isEmpty()) {
      return PushResult.whole(Operation.NONE, liveType.status()).with(liveType.base());
    }
    return order.options().dryRun()
        ? PushResult.whole(Operation.UPDATE, liveType.status())
        : update(optimizelySession, order, wanted, patch, liveType);
  }

  private PushResult create(
      OptimizelySession optimizelySession, PushOrder order, Snapshot decided, JsonObject wanted) {
    boolean asDesired =
        LiveJson.read(decided).filter(original -> original.equals(wanted)).isPresent();
    Outgoing out =
        optimizelySession
            .request("POST", "/contenttypes")
            .header("Prefer", "return=representation")
            .body("application/json", asDesired ? decided : Snapshot.ofText(wanted.toString()));
    return written(optimizelySession, order, null, wanted, out, CREATED);
  }

  private PushResult update(
      OptimizelySession optimizelySession,
      PushOrder order,
      JsonObject wanted,
      JsonObject patch,
      LiveType liveType) {
    Outgoing out =
        optimizelySession
            .request("PATCH", "/contenttypes/" + order.typeKey())
            .header("Prefer", "return=representation");
    out = allowingDataLoss(order.options(), out);
    out =
        conditional(liveType, out)
            .body("application/merge-patch+json", Snapshot.ofText(patch.toString()));
    return written(optimizelySession, order, liveType.content(), wanted, out, CHANGED);
  }

  /** Adds the header that allows changes with data loss, when the options allow them. */
  static Outgoing allowingDataLoss(PushOptions options, Outgoing out) {
    return options.ignoreDataLossWarnings()
        ? out.header("cms-ignore-data-loss-warnings", "true")
        : out;
  }

  private static Outgoing conditional(LiveType liveType, Outgoing out) {
    Optional<String> etag = Optional.ofNullable(liveType.live()).flatMap(LiveState::tag);
    if (etag.isPresent()) {
      return out.header("If-Match", etag.get());
    }
    String lastModified = liveType.lastModified();
    return lastModified == null ? out : out.header("If-Unmodified-Since", lastModified);
  }

  /**
   * Sends a write and checks the stored state in its response.
   *
   * @param before the state before the write, or null for none
   */
  private PushResult written(
      OptimizelySession optimizelySession,
      PushOrder order,
      @Nullable JsonObject before,
      JsonObject wanted,
      Outgoing out,
      Set<Integer> good) {
    ExchangeResult ended = optimizelySession.send(RequestPurpose.WRITE, out);
    requireAccepted(order, before, wanted, out, good, ended);
    JsonObject answer = proof(order, ended, out);
    JsonObject stored = optimizelySession.dialect().spelled(answer);
    MergePatch patch = patch(order);
    JsonObject rest = patch.from(stored, wanted);
    JsonObject was =
        before == null ? Json.createObjectBuilder().add("key", answer.get("key")).build() : before;
    if (!rest.isEmpty() && rest.equals(patch.from(was, wanted))) {
      throw responseClassifier.unproven(
          ended, out, "the response does not contain the written resource");
    }
    return new PushResult(
            before == null ? Operation.CREATE : Operation.UPDATE,
            ended.status(),
            StoredMembers.of(wanted, rest))
        .with(PushBaseline.answered(OptimizelySession.live(ended)));
  }

  /**
   * The platform reports a breaking change without details; they are derived from the state that
   * was read.
   */
  private void requireAccepted(
      PushOrder order,
      @Nullable JsonObject before,
      JsonObject wanted,
      Outgoing out,
      Set<Integer> good,
      ExchangeResult ended) {
    try {
      responseClassifier.require(ended, out, good, true);
    } catch (Rejected e) {
      if (before == null || e.failure().failureClass() != FailureClass.BREAKING_CHANGE) {
        throw e;
      }
      throw new Rejected(
          e.failure().about(DataLoss.of(before, patch(order).withForeignMembers(before, wanted))),
          e);
    }
  }

  /** Returns the type in the response to a write. */
  private JsonObject proof(PushOrder order, ExchangeResult ended, Outgoing out) {
    JsonObject answer = responseClassifier.proof(ended, out);
    if (!OptimizelySession.isAbout(order.typeKey().value(), answer)) {
      throw responseClassifier.unproven(
          ended, out, "the response is not about type " + order.typeKey());
    }
    return answer;
  }

  /** Rejects an exact restore that a merge patch cannot express, before anything is written. */
  private static void requireExpressible(PushOrder order, JsonObject live, JsonObject wanted) {
    List<FieldError> notExpressible =
        order.options().is(PushFlag.EXACTLY) ? MergePatch.notExpressible(live, wanted) : List.of();
    if (!notExpressible.isEmpty()) {
      throw new Rejected(
          new Failure(
              FailureClass.NOT_EXPRESSIBLE,
              "A merge patch cannot restore "
                  + notExpressible.stream().map(FieldError::field).collect(Collectors.joining(", "))
                  + "; nothing was written",
              null,
              null,
              notExpressible,
              null));
    }
  }

  private PushResult remove(
      OptimizelySession optimizelySession, PushOrder order, LiveType liveType) {
    if (liveType.live() == null) {
      return PushResult.whole(Operation.NONE, liveType.status());
    }
    if (order.options().dryRun()) {
      return PushResult.whole(Operation.DELETE, liveType.status());
    }
    Outgoing out =
        optimizelySession
            .request("DELETE", "/contenttypes/" + order.typeKey())
            .header("Prefer", "return=representation");
    out = conditional(liveType, out);
    ExchangeResult ended = optimizelySession.send(RequestPurpose.WRITE, out);
    responseClassifier.require(ended, out, CHANGED, true);
    proof(order, ended, out);
    return PushResult.whole(Operation.DELETE, ended.status());
  }

  @Override
  public ReadResult pull(PullOrder order) {
    OptimizelySession optimizelySession = session(order.platform(), order.log());
    LiveType liveType =
        optimizelySession.read(order.purpose(), order.typeKey().value(), order.known());
    if (liveType.isUnchanged()) {
      return new ReadResult.Unchanged();
    }
    return liveType.live() == null
        ? new ReadResult.Absent()
        : new ReadResult.Found(liveType.live());
  }

  @Override
  public List<String> differences(
      Platform platform, Snapshot live, Snapshot wanted, Iterable<Snapshot> own) {
    Dialect dialect = dialect(platform);
    JsonObject is = LiveJson.read(live).map(dialect::spelled).orElse(JsonValue.EMPTY_JSON_OBJECT);
    return Pointers.of(patch(platform, own).from(is, settable(wanted, dialect)));
  }

  private static JsonObject settable(Snapshot content, Dialect dialect) {
    return LiveJson.read(content)
        .map(TypeJson::settable)
        .map(dialect::spelled)
        .orElse(JsonValue.EMPTY_JSON_OBJECT);
  }

  @Override
  public List<FieldError> losses(
      Platform platform, Snapshot live, Snapshot wanted, Iterable<Snapshot> own) {
    Dialect dialect = dialect(platform);
    JsonObject is = settable(live, dialect);
    return DataLoss.of(is, patch(platform, own).withForeignMembers(is, settable(wanted, dialect)));
  }

  @Override
  public TypeListing list(Platform platform, ExchangeLog log) {
    return new TypePages(session(platform, log), settings.pageSize()).types();
  }

  @Override
  public ReadBack readBack(PushOrder order, @Nullable Snapshot before) {
    OptimizelySession optimizelySession = session(order.platform(), order.log());
    Predicate<LiveType> asDesired = asDesired(order, optimizelySession.dialect());
    long reads = 1 + settings.readBackAtMost().dividedBy(settings.readBackPause());
    LiveType last = optimizelySession.read(RequestPurpose.READ_BACK, order.typeKey().value());
    int equal = 1;
    for (long read = 1; ; read++) {
      if (asDesired.test(last)) {
        return new ReadBack(Finding.WANTED, last.live());
      }
      if (equal >= settings.readBackEqual() || read >= reads) {
        Finding finding = isSame(before, last.live()) ? Finding.AS_BEFORE : Finding.OTHER;
        return new ReadBack(finding, last.live());
      }
      pause.accept(settings.readBackPause());
      LiveType next = optimizelySession.read(RequestPurpose.READ_BACK, order.typeKey().value());
      equal = isSame(content(last), next.live()) ? equal + 1 : 1;
      last = next;
    }
  }

  private static Predicate<LiveType> asDesired(PushOrder order, Dialect dialect) {
    if (!(order.desired() instanceof DesiredState.Content content)) {
      return liveType -> liveType.live() == null;
    }
    JsonObject wanted = wanted(order.typeKey(), content.whole(), dialect);
    MergePatch patch = patch(order);
    return liveType ->
        liveType.content() != null && patch.from(liveType.content(), wanted).isEmpty();
  }

  private static @Nullable Snapshot content(LiveType liveType) {
    return liveType.live() == null ? null : liveType.live().content();
  }

  private static boolean isSame(@Nullable Snapshot before, @Nullable LiveState now) {
    if (before == null || now == null) {
      return before == null && now == null;
    }
    if (before.equals(now.content())) {
      return true;
    }
    Optional<JsonObject> then = LiveJson.read(before);
    Optional<JsonObject> is = LiveJson.read(now.content());
    return then.isPresent() && then.equals(is);
  }

  private static MergePatch patch(PushOrder order) {
    return patch(order.platform(), order.own());
  }

  private static MergePatch patch(Platform platform, Iterable<Snapshot> own) {
    Dialect dialect = dialect(platform);
    return new MergePatch(
        OptimizelyPlatformSettings.leftAlone(platform),
        new OwnMembers(own, content -> Optional.of(dialect.spelled(content))));
  }

  private static void requireExpected(
      @Nullable ExpectedState expectedState, LiveType liveType, TypeKey key) {
    if (expectedState == null) {
      return;
    }
    Optional<String> there = Optional.ofNullable(liveType.live()).flatMap(LiveState::tag);
    boolean asExpected =
        expectedState.tag().isPresent()
            ? expectedState.tag().equals(there)
            : liveType.live() == null;
    if (!asExpected) {
      throw new ConflictFound(
          new Failure(
              FailureClass.PRECONDITION_FAILED,
              "Type " + key + " has an unexpected state on the platform; nothing was written",
              liveType.status(),
              null,
              List.of(),
              null));
    }
  }

  private static JsonObject wanted(TypeKey typeKey, Snapshot wanted, Dialect dialect) {
    if (wanted.isOverLimit()) {
      throw rejected(
          FailureClass.PAYLOAD_TOO_LARGE,
          "The payload has "
              + wanted.size()
              + " bytes, more than the limit of "
              + Snapshot.LIMIT
              + "; nothing was sent");
    }
    JsonObject content =
        LiveJson.read(wanted)
            .orElseThrow(
                () -> rejected(FailureClass.INVALID_CONTENT, "The content is not a JSON object"));
    JsonValue key = content.getOrDefault("key", JsonValue.NULL);
    if (key.equals(JsonValue.NULL)) {
      content = TypeJson.named(typeKey, content);
    } else if (!LiveJson.text(content, "key").equals(Optional.of(typeKey.value()))) {
      throw rejected(FailureClass.INVALID_CONTENT, "The key of the content must be " + typeKey);
    }
    return dialect.spelled(TypeJson.settable(content));
  }

  /** Opens a session after checking that the credentials may be sent to the platform. */
  OptimizelySession session(Platform platform, ExchangeLog log) {
    Dialect dialect = dialect(platform);
    URI tokenUrl = OptimizelyPlatformSettings.tokenUrl(platform);
    Credential credential =
        credentials.require(platform, OptimizelyPlatformSettings.SAAS, tokenUrl);
    return new OptimizelySession(
        tokens,
        responseClassifier,
        ClientCredentials.tokenRequest(platform, log, credential, tokenUrl),
        dialect);
  }

  private static Dialect dialect(Platform platform) {
    return Dialect.of(platform.apiVersion())
        .orElseThrow(
            () ->
                rejected(
                    FailureClass.PLATFORM_GONE,
                    "API version " + platform.apiVersion() + " is not supported"));
  }

  private static Rejected rejected(FailureClass why, String message) {
    return new Rejected(Failure.of(why, message));
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable(
          Failure.of(FailureClass.UNAVAILABLE, "The read-back was interrupted"), e);
    }
  }
}
