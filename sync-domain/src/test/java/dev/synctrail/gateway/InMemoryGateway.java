package dev.synctrail.gateway;

import static java.util.Objects.requireNonNull;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ExchangeLog.Answer;
import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.ExchangeLog.Request;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshot;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A platform without a network. It stores types under entity tags, reports every request before it
 * is "sent", keeps a ledger of sent requests, and produces the faults that a test requests.
 */
public final class InMemoryGateway implements PlatformGateway {
  /** The kind of its platforms. */
  public static final String KIND = "memory";

  private static final ContentModel MODEL = new InMemoryModel();

  private final Clock clock;
  private final Map<TypeKey, LiveState> live = new TreeMap<>();
  private final Map<RequestPurpose, Deque<FailureCase>> faults =
      new EnumMap<>(RequestPurpose.class);
  private final List<Request> ledger = new ArrayList<>();
  private List<PushResult.Item> items = List.of();
  private final List<TypeListing.Skipped> skipped = new ArrayList<>();
  private boolean tagged = true;
  private boolean answersWithBodies = true;
  private UnaryOperator<String> storing = UnaryOperator.identity();
  private int tags;

  public InMemoryGateway(Clock clock) {
    this.clock = clock;
  }

  /** Returns the first revision of a platform of its kind. */
  public Platform platform(PlatformId id) {
    return new Platform(
        id,
        KIND,
        "In memory",
        URI.create("http://memory"),
        "v1",
        Map.of(),
        1,
        clock.instant(),
        "ann");
  }

  /** Puts a type on the platform as others would. */
  public void holds(TypeKey typeKey, String content) {
    put(typeKey, Snapshot.ofText(content));
  }

  /** Adds an item to the platform's list that cannot be pulled. */
  public void lists(TypeListing.Skipped item) {
    skipped.add(item);
  }

  /** Removes a type from the platform as others would. */
  public void lacks(TypeKey typeKey) {
    live.remove(typeKey);
  }

  /** Returns the content of a type on the platform, as text. */
  public Optional<String> held(TypeKey typeKey) {
    return Optional.ofNullable(live.get(typeKey)).map(type -> type.content().text());
  }

  /** Makes the next requests of a purpose fail, one by one. */
  public void next(RequestPurpose requestPurpose, FailureCase... coming) {
    faults.computeIfAbsent(requestPurpose, key -> new ArrayDeque<>()).addAll(List.of(coming));
  }

  /** Clears the faults of a purpose that have not happened yet. */
  public void forget(RequestPurpose requestPurpose) {
    faults.remove(requestPurpose);
  }

  /** Makes the platform accept every push only in part. */
  public void takes(List<PushResult.Item> parts) {
    items = List.copyOf(parts);
  }

  /** Makes the platform give no entity tags. */
  public void givesNoTags() {
    tagged = false;
  }

  /** Makes the platform respond to a write without a body. */
  public void answersWithoutBodies() {
    answersWithBodies = false;
  }

  /** Makes the platform store something other than what it is sent. */
  public void stores(UnaryOperator<String> instead) {
    storing = instead;
  }

  private Snapshot stored(Snapshot sent) {
    return Snapshot.ofText(storing.apply(sent.text()));
  }

  /** Returns the requests that were sent, in order. */
  public List<Request> ledger() {
    return List.copyOf(ledger);
  }

  /** Returns how many requests of a purpose were sent. */
  public long left(RequestPurpose requestPurpose) {
    return ledger.stream().filter(request -> request.purpose() == requestPurpose).count();
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
    return List.of("v1");
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ALL;
  }

  @Override
  public String adapterVersion() {
    return "memory/1";
  }

  @Override
  public List<SettingError> check(Platform platform) {
    return List.of();
  }

  @Override
  public CredentialState credentials(Platform platform) {
    return new CredentialState(true, "f1ngerpr1nt", true);
  }

  @Override
  public ConnectionReport test(Platform platform, ExchangeLog log) {
    try {
      exchange(log, RequestPurpose.READ, "GET", null, null, () -> new Reply(200, null));
      return new ConnectionReport(List.of(new ConnectionReport.Step("read", "It answers", null)));
    } catch (PlatformException e) {
      return new ConnectionReport(
          List.of(
              new ConnectionReport.Step(
                  "read", e.failure().message(), e.failure().failureClass())));
    }
  }

  @Override
  public PushResult push(PushOrder order) {
    TypeKey typeKey = order.typeKey();
    LiveState before = read(typeKey, order.log(), RequestPurpose.READ).orElse(null);
    requireExpected(order.expected(), before);
    DesiredState decided = order.decide(before).orElse(null);
    if (decided instanceof DesiredState.Gone) {
      return remove(order, before);
    }
    if (!(decided instanceof DesiredState.Content content)) {
      return PushResult.leftAlone(200);
    }
    Snapshot wanted = content.whole();
    if (before != null && before.content().equals(wanted)) {
      return PushResult.whole(Operation.NONE, 200).with(PushBaseline.answered(before));
    }
    Operation operation = before == null ? Operation.CREATE : Operation.UPDATE;
    int status = before == null ? 201 : 200;
    if (!order.options().dryRun()) {
      exchange(
          order.log(),
          RequestPurpose.WRITE,
          before == null ? "POST" : "PATCH",
          typeKey,
          wanted,
          () -> {
            put(typeKey, stored(wanted));
            return new Reply(status, answersWithBodies ? stored(wanted) : null);
          });
    }
    PushResult result = new PushResult(operation, status, items);
    if (order.options().dryRun()) {
      return result;
    }
    LiveState answered = requireNonNull(live.get(typeKey));
    return answersWithBodies ? result.with(PushBaseline.answered(answered)) : result;
  }

  private static void requireExpected(
      @Nullable ExpectedState expectedState, @Nullable LiveState found) {
    boolean met =
        expectedState == null
            || (found == null
                ? expectedState.equals(ExpectedState.ABSENT)
                : expectedState.tag().equals(found.tag()) && found.tag().isPresent());
    if (!met) {
      throw new ConflictFound(
          Failure.of(FailureClass.PRECONDITION_FAILED, "The live state is not the one expected"));
    }
  }

  private PushResult remove(PushOrder order, @Nullable LiveState before) {
    if (before == null) {
      return PushResult.whole(Operation.NONE, 404);
    }
    if (!order.options().dryRun()) {
      exchange(
          order.log(),
          RequestPurpose.WRITE,
          "DELETE",
          order.typeKey(),
          null,
          () -> {
            live.remove(order.typeKey());
            return new Reply(204, null);
          });
    }
    return PushResult.whole(Operation.DELETE, 204);
  }

  @Override
  public ReadResult pull(PullOrder order) {
    LiveState found = read(order.typeKey(), order.log(), order.purpose()).orElse(null);
    if (found == null) {
      return new ReadResult.Absent();
    }
    return order.known() != null && order.known().equals(found.etag())
        ? new ReadResult.Unchanged()
        : new ReadResult.Found(found);
  }

  @Override
  public List<String> differences(
      Platform platform, Snapshot is, Snapshot wanted, Iterable<Snapshot> own) {
    return is.equals(wanted) ? List.of() : List.of("/displayName");
  }

  @Override
  public List<Failure.FieldError> losses(
      Platform platform, Snapshot is, Snapshot wanted, Iterable<Snapshot> own) {
    int lost = is.text().length() - wanted.text().length();
    return lost > 0
        ? List.of(new Failure.FieldError("/properties", "It is shorter by " + lost + "."))
        : List.of();
  }

  @Override
  public TypeListing list(Platform platform, ExchangeLog log) {
    exchange(log, RequestPurpose.READ, "GET", null, null, () -> new Reply(200, null));
    return new TypeListing(List.copyOf(live.keySet()), List.copyOf(skipped));
  }

  @Override
  public ReadBack readBack(PushOrder order, @Nullable Snapshot before) {
    LiveState found = read(order.typeKey(), order.log(), RequestPurpose.READ_BACK).orElse(null);
    boolean asWanted =
        order.desired() instanceof DesiredState.Content content
            ? found != null && found.content().equals(content.whole())
            : found == null;
    if (asWanted) {
      return new ReadBack(ReadBack.Finding.WANTED, found);
    }
    boolean asBefore =
        Optional.ofNullable(found).map(LiveState::content).equals(Optional.ofNullable(before));
    return new ReadBack(asBefore ? ReadBack.Finding.AS_BEFORE : ReadBack.Finding.OTHER, found);
  }

  private Optional<LiveState> read(
      TypeKey typeKey, ExchangeLog log, RequestPurpose requestPurpose) {
    exchange(
        log,
        requestPurpose,
        "GET",
        typeKey,
        null,
        () ->
            live.containsKey(typeKey)
                ? new Reply(200, requireNonNull(live.get(typeKey)).content())
                : new Reply(404, Snapshot.ofText("{\"status\":404}")));
    return Optional.ofNullable(live.get(typeKey));
  }

  private void exchange(
      ExchangeLog log,
      RequestPurpose requestPurpose,
      String method,
      @Nullable TypeKey typeKey,
      @Nullable Snapshot body,
      Supplier<Reply> platform) {
    Deque<FailureCase> coming = faults.getOrDefault(requestPurpose, new ArrayDeque<>());
    FailureCase failureCase = coming.poll();
    if (failureCase != null && !failureCase.leaves()) {
      throw unchecked(failureCase.thrown());
    }
    String path = typeKey == null ? "/contenttypes" : "/contenttypes/" + typeKey;
    Request request =
        new Request(
            requestPurpose,
            method,
            URI.create("http://memory" + path),
            List.of(new Header("Authorization", "«redacted»")),
            body,
            clock.instant());
    int number = log.starting(request);
    ledger.add(request);
    Reply reply = failureCase == null || failureCase.applied() ? platform.get() : null;
    if (failureCase == null) {
      log.ended(number, answer(requireNonNull(reply).status(), reply.body(), null));
      return;
    }
    if (failureCase.ends()) {
      Integer status = failureCase.status();
      Snapshot answered = status == null ? null : Snapshot.ofText("{\"status\":" + status + "}");
      log.ended(number, answer(status, answered, failureCase.broken()));
    }
    throw unchecked(failureCase.thrown());
  }

  private Answer answer(
      @Nullable Integer status, @Nullable Snapshot body, @Nullable Failure broken) {
    return new Answer(
        status,
        status == null ? List.of() : List.of(new Header("Content-Type", "application/json")),
        body,
        clock.instant(),
        broken);
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  private void put(TypeKey typeKey, Snapshot content) {
    tags++;
    live.put(typeKey, new LiveState(content, tagged ? "\"" + tags + "\"" : null));
  }

  private record Reply(int status, @Nullable Snapshot body) {}
}
