package dev.synctrail.integration.strapi;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.TypeKey;
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
import dev.synctrail.gateway.OutcomeUnknown;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PullOrder;
import dev.synctrail.gateway.PushBaseline;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.PushResult.Item;
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
import dev.synctrail.integration.strapi.StrapiSession.LiveType;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gateway to Strapi. A push reads the live type first, compares it with the expected state, and
 * then replaces the whole type. Strapi restarts after the write, and the push ends when Strapi is
 * available again and the result was read back.
 */
@ApplicationScoped
class StrapiGateway implements PlatformGateway {
  static final String KIND = "strapi";

  /**
   * Recorded with every sync, so that its record shows that writes were not protected by a lock.
   */
  private static final String VERSION = "strapi/1, no lock";

  private static final Capabilities CAPABILITIES = new Capabilities(false, false, 1);
  private static final ConnectionTrial.Advice ADVICE =
      new ConnectionTrial.Advice(
          "The administrator lacks the permission to use the content-type builder",
          "No content-type builder found: check the base URL",
          "This is not a Strapi endpoint: check the base URL");
  private static final ContentModel MODEL = new StrapiModel();
  private static final Set<Integer> WRITTEN = Set.of(200, 201);

  private final Credentials credentials;
  private final StrapiSettings settings;
  private final ResponseClassifier responseClassifier;
  private final TokenCache tokens;
  private final Consumer<Duration> pause;

  @Inject
  StrapiGateway(RecordedHttp http, Credentials credentials, StrapiSettings settings, Clock clock) {
    this(http, credentials, settings, clock, StrapiGateway::sleep);
  }

  StrapiGateway(
      RecordedHttp http,
      Credentials credentials,
      StrapiSettings settings,
      Clock clock,
      Consumer<Duration> pause) {
    this.credentials = credentials;
    this.settings = settings;
    this.responseClassifier = new ResponseClassifier("Strapi", StrapiErrorParser::of, clock);
    this.tokens = new TokenCache(http, responseClassifier, settings.tokenMargin(), clock);
    this.pause = pause;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ContentModel contentModel() {
    return MODEL;
  }

  @Override
  public List<String> apiVersions() {
    return StrapiPlatformSettings.VERSIONS;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public String adapterVersion() {
    return VERSION;
  }

  @Override
  public List<SettingError> check(Platform platform) {
    return StrapiPlatformSettings.check(platform);
  }

  @Override
  public CredentialState credentials(Platform platform) {
    return credentials.state(platform, StrapiPlatformSettings.DEFAULT_URL);
  }

  @Override
  public ConnectionReport test(Platform platform, ExchangeLog log) {
    return new ConnectionTrial(platform, credentials, StrapiPlatformSettings.DEFAULT_URL, ADVICE)
        .configured(check(platform))
        .origin(() -> session(platform, log))
        .token(StrapiPlatformSettings.loginUrl(platform), () -> session(platform, log).authorize())
        .read(
            () ->
                "Strapi holds "
                    + session(platform, log).types().typeKeys().size()
                    + " content types")
        .report();
  }

  @Override
  public PushResult push(PushOrder order) {
    TypeUid uid = wanted(order).map(StrapiSchema::uid).orElseGet(() -> uid(order.typeKey()));
    StrapiSession strapiSession = session(order.platform(), order.log());
    LiveType liveType = strapiSession.read(RequestPurpose.READ, uid);
    requireExpected(order.expected(), liveType, order.typeKey());
    DesiredState decided = order.decide(liveType.live()).orElse(null);
    if (decided == null) {
      return PushResult.leftAlone(liveType.status());
    }
    return decided instanceof DesiredState.Content content
        ? put(strapiSession, order, content.whole(), liveType)
        : remove(strapiSession, order, uid, liveType);
  }

  private PushResult put(
      StrapiSession strapiSession, PushOrder order, Snapshot decided, LiveType liveType) {
    StrapiSchema named = wanted(order.typeKey(), decided);
    TypeUid uid = named.uid();
    StrapiSchema liveState = liveType.schema();
    StrapiSchema wanted =
        liveState == null ? named : named.withForeignMembers(liveState, own(order.own()));
    if (liveState == null) {
      requireCreatable(uid);
      return order.options().dryRun()
          ? PushResult.whole(Operation.CREATE, liveType.status())
          : create(strapiSession, decided, wanted);
    }
    requireChangeable(liveState, wanted);
    if (liveState.missing(wanted).isEmpty()) {
      return PushResult.whole(Operation.NONE, liveType.status())
          .with(base(liveType, PushBaseline.Source.ANSWER));
    }
    requireHarmless(liveState, wanted, order);
    return order.options().dryRun()
        ? PushResult.whole(Operation.UPDATE, liveType.status())
        : update(strapiSession, liveState, wanted);
  }

  private PushResult create(StrapiSession strapiSession, Snapshot decided, StrapiSchema wanted) {
    JsonObject creation = wanted.creation();
    boolean asDesired =
        LiveJson.read(decided).filter(content -> content.containsKey("contentType")).isPresent();
    Snapshot body = asDesired ? decided : Snapshot.ofText(creation.toString());
    Outgoing out = strapiSession.types("POST").body("application/json", body);
    return written(strapiSession, null, wanted, out, Operation.CREATE);
  }

  private PushResult update(
      StrapiSession strapiSession, StrapiSchema liveState, StrapiSchema wanted) {
    Outgoing out =
        strapiSession
            .type("PUT", wanted.uid())
            .body("application/json", Snapshot.ofText(liveState.update(wanted).toString()));
    return written(strapiSession, liveState, wanted, out, Operation.UPDATE);
  }

  /** The response contains only the uid, so the stored type is read back. */
  private PushResult written(
      StrapiSession strapiSession,
      @Nullable StrapiSchema before,
      StrapiSchema wanted,
      Outgoing out,
      Operation operation) {
    ExchangeResult ended = write(strapiSession, wanted.uid(), out);
    LiveType back =
        untilBack(strapiSession, wanted.uid(), liveType -> isAsDesired(liveType, wanted))
            .orElseThrow(() -> notVisible(ended, out));
    PushBaseline pushBaseline = base(back, PushBaseline.Source.READ_BACK);
    if (isAsDesired(back, wanted)) {
      return PushResult.whole(operation, ended.status()).with(pushBaseline);
    }
    StrapiSchema liveState = back.schema();
    if (liveState == null || (before != null && before.members().equals(liveState.members()))) {
      throw responseClassifier.unconfirmed(out, ended.status(), "as done, but the type is missing");
    }
    Set<String> missing = liveState.missing(wanted);
    Set<String> parts = new LinkedHashSet<>(wanted.parts());
    parts.addAll(missing);
    if (missing.containsAll(parts)) {
      throw responseClassifier.unconfirmed(out, ended.status(), "as done, but the type is missing");
    }
    return new PushResult(
            operation,
            ended.status(),
            parts.stream()
                .map(
                    part ->
                        new Item(
                            part,
                            !missing.contains(part),
                            missing.contains(part) ? "Strapi stored a different value" : null))
                .toList())
        .with(pushBaseline);
  }

  /** Strapi answers a write with the uid only, so only a read shows the stored state. */
  private static @Nullable PushBaseline base(LiveType liveType, PushBaseline.Source source) {
    return liveType.live() == null ? null : new PushBaseline(liveType.live(), source);
  }

  private ExchangeResult write(StrapiSession strapiSession, TypeUid uid, Outgoing out) {
    ExchangeResult ended = strapiSession.send(RequestPurpose.WRITE, out);
    responseClassifier.require(ended, out, WRITTEN, true);
    if (!StrapiSession.names(uid, responseClassifier.proof(ended, out))) {
      throw responseClassifier.unproven(ended, out, "the response is not about type " + uid);
    }
    return ended;
  }

  private OutcomeUnknown notVisible(ExchangeResult ended, Outgoing out) {
    return responseClassifier.unconfirmed(out, ended.status(), "and did not show the type since");
  }

  private static boolean isAsDesired(
      LiveType liveType, Optional<StrapiSchema> wanted, PushOrder order) {
    StrapiSchema liveState = liveType.schema();
    return wanted
        .map(
            schema ->
                liveState == null ? schema : schema.withForeignMembers(liveState, own(order.own())))
        .map(schema -> isAsDesired(liveType, schema))
        .orElseGet(() -> liveState == null);
  }

  private static boolean isAsDesired(LiveType liveType, StrapiSchema wanted) {
    return liveType.schema() != null && liveType.schema().missing(wanted).isEmpty();
  }

  /**
   * Waits until Strapi has restarted: until it shows the written state, or the same state in
   * several reads.
   *
   * @return the last state read; empty when Strapi did not become available in time
   */
  private Optional<LiveType> untilBack(
      StrapiSession strapiSession, TypeUid uid, Predicate<LiveType> written) {
    LiveType last = null;
    int equal = 0;
    for (long read = 0; read < settings.reads(); read++) {
      LiveType now = readAfterPause(strapiSession, uid);
      if (now != null && written.test(now)) {
        return Optional.of(now);
      }
      equal = now != null && last != null && isSame(last, now) ? equal + 1 : 1;
      last = now;
      if (last != null && equal >= settings.equalReads()) {
        return Optional.of(last);
      }
    }
    return Optional.ofNullable(last);
  }

  /** The write is already confirmed; an error here only means that the next read decides. */
  private @Nullable LiveType readAfterPause(StrapiSession strapiSession, TypeUid uid) {
    try {
      pause.accept(settings.backPause());
      return strapiSession.readAgain(uid);
    } catch (PlatformException e) {
      return null;
    }
  }

  private PushResult remove(
      StrapiSession strapiSession, PushOrder order, TypeUid uid, LiveType liveType) {
    if (liveType.live() == null) {
      return PushResult.whole(Operation.NONE, liveType.status());
    }
    if (order.options().dryRun()) {
      return PushResult.whole(Operation.DELETE, liveType.status());
    }
    Outgoing out = strapiSession.type("DELETE", uid);
    ExchangeResult ended = write(strapiSession, uid, out);
    LiveType back =
        untilBack(strapiSession, uid, now -> now.live() == null)
            .orElseThrow(() -> notVisible(ended, out));
    if (back.live() != null) {
      throw responseClassifier.unconfirmed(
          out, ended.status(), "as done, but the type still exists");
    }
    return PushResult.whole(Operation.DELETE, ended.status());
  }

  @Override
  public ReadResult pull(PullOrder order) {
    TypeUid uid = uid(order.typeKey());
    LiveState liveState = session(order.platform(), order.log()).read(order.purpose(), uid).live();
    return liveState == null ? new ReadResult.Absent() : new ReadResult.Found(liveState);
  }

  @Override
  public List<String> differences(
      Platform platform, Snapshot liveState, Snapshot wanted, Iterable<Snapshot> own) {
    Optional<StrapiSchema> is = LiveJson.read(liveState).flatMap(StrapiSchema::of);
    Optional<StrapiSchema> want = LiveJson.read(wanted).flatMap(StrapiSchema::of);
    return is.isEmpty() || want.isEmpty()
        ? List.of("")
        : List.copyOf(is.get().missing(want.get().withForeignMembers(is.get(), own(own))));
  }

  @Override
  public List<FieldError> losses(
      Platform platform, Snapshot liveState, Snapshot wanted, Iterable<Snapshot> own) {
    Optional<StrapiSchema> is = LiveJson.read(liveState).flatMap(StrapiSchema::of);
    Optional<StrapiSchema> want = LiveJson.read(wanted).flatMap(StrapiSchema::of);
    return is.isEmpty() || want.isEmpty()
        ? List.of()
        : is.get().losses(want.get().withForeignMembers(is.get(), own(own)));
  }

  private static OwnMembers own(Iterable<Snapshot> contents) {
    return new OwnMembers(contents, content -> StrapiSchema.of(content).map(StrapiSchema::members));
  }

  @Override
  public TypeListing list(Platform platform, ExchangeLog log) {
    return session(platform, log).types();
  }

  @Override
  public ReadBack readBack(PushOrder order, @Nullable Snapshot before) {
    Optional<StrapiSchema> wanted = wanted(order);
    TypeUid uid = wanted.map(StrapiSchema::uid).orElseGet(() -> uid(order.typeKey()));
    StrapiSession strapiSession = session(order.platform(), order.log());
    LiveType last = null;
    int equal = 0;
    for (long read = 1; ; read++) {
      LiveType now = readWhileRestarting(strapiSession, uid, read >= settings.reads());
      if (now != null && isAsDesired(now, wanted, order)) {
        return new ReadBack(Finding.WANTED, now.live());
      }
      equal = now != null && last != null && isSame(last, now) ? equal + 1 : 1;
      last = now;
      if (last != null && (equal >= settings.equalReads() || read >= settings.reads())) {
        return new ReadBack(isSame(before, last) ? Finding.AS_BEFORE : Finding.OTHER, last.live());
      }
      pause.accept(settings.backPause());
    }
  }

  /** Reads the type. A refused connection counts as not yet available, except for the last read. */
  private static @Nullable LiveType readWhileRestarting(
      StrapiSession strapiSession, TypeUid uid, boolean last) {
    try {
      return strapiSession.readAgain(uid);
    } catch (Unavailable e) {
      if (last || e.failure().failureClass() != FailureClass.CONNECT_FAILED) {
        throw e;
      }
      return null;
    }
  }

  private static boolean isSame(LiveType one, LiveType other) {
    return one.schema() == null
        ? other.schema() == null
        : other.schema() != null && one.schema().members().equals(other.schema().members());
  }

  private static boolean isSame(@Nullable Snapshot before, LiveType now) {
    StrapiSchema is = now.schema();
    if (before == null || is == null) {
      return before == null && is == null;
    }
    return LiveJson.read(before)
        .flatMap(StrapiSchema::of)
        .filter(then -> then.members().equals(is.members()))
        .isPresent();
  }

  private static void requireExpected(
      @Nullable ExpectedState expectedState, LiveType liveType, TypeKey key) {
    if (expectedState == null) {
      return;
    }
    Optional<String> there = Optional.ofNullable(liveType.live()).flatMap(LiveState::tag);
    if (!expectedState.tag().equals(there)) {
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

  private static void requireCreatable(TypeUid uid) {
    if (!uid.hasOwnApi()) {
      throw invalid(
          "Strapi creates a type only in the API of the same name, not "
              + uid
              + "; nothing was written",
          List.of());
    }
  }

  /** Strapi would ignore the change and report success. */
  private static void requireChangeable(StrapiSchema liveState, StrapiSchema wanted) {
    List<FieldError> unchangeable = liveState.unchangeable(wanted);
    if (!unchangeable.isEmpty()) {
      throw invalid("Strapi cannot change " + fields(unchangeable), unchangeable);
    }
  }

  /** Strapi itself does not warn of data loss. */
  private static void requireHarmless(
      StrapiSchema liveState, StrapiSchema wanted, PushOrder order) {
    List<FieldError> losses = liveState.losses(wanted);
    if (!losses.isEmpty() && !order.options().ignoreDataLossWarnings()) {
      throw new Rejected(
          new Failure(
              FailureClass.BREAKING_CHANGE,
              "The change of " + fields(losses) + " may lose data; nothing was written",
              null,
              null,
              losses,
              null));
    }
  }

  private static String fields(List<FieldError> errors) {
    return errors.stream().map(FieldError::field).collect(Collectors.joining(", "));
  }

  private static Optional<StrapiSchema> wanted(PushOrder order) {
    return order.desired() instanceof DesiredState.Content content
        ? Optional.of(wanted(order.typeKey(), content.whole()))
        : Optional.empty();
  }

  private static StrapiSchema wanted(TypeKey typeKey, Snapshot wanted) {
    if (wanted.isOverLimit()) {
      throw new Rejected(
          Failure.of(
              FailureClass.PAYLOAD_TOO_LARGE,
              "The payload has "
                  + wanted.size()
                  + " bytes, more than the limit of "
                  + Snapshot.LIMIT
                  + "; nothing was sent"));
    }
    StrapiSchema schema =
        LiveJson.read(wanted)
            .flatMap(StrapiSchema::of)
            .orElseThrow(() -> invalid("The content is not a Strapi content type", List.of()));
    TypeUid uid = uid(typeKey);
    if (!schema.isOf(typeKey)) {
      throw invalid("The key of the content must be " + typeKey, List.of());
    }
    return new StrapiSchema(uid, schema.members());
  }

  private static TypeUid uid(TypeKey key) {
    return TypeUid.of(key)
        .orElseThrow(() -> invalid("No Strapi type can have the key " + key, List.of()));
  }

  private static Rejected invalid(String message, List<FieldError> fields) {
    return new Rejected(
        new Failure(FailureClass.INVALID_CONTENT, message, null, null, fields, null));
  }

  /** Opens a session after checking that the credentials may be sent to the platform. */
  private StrapiSession session(Platform platform, ExchangeLog log) {
    Credential credential =
        credentials.require(
            platform,
            StrapiPlatformSettings.DEFAULT_URL,
            StrapiPlatformSettings.loginUrl(platform));
    return new StrapiSession(
        tokens, responseClassifier, Login.tokenRequest(platform, log, credential));
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable(
          Failure.of(FailureClass.UNAVAILABLE, "The wait for Strapi was interrupted"), e);
    }
  }
}
