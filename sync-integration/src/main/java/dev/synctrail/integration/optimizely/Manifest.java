package dev.synctrail.integration.optimizely;

import dev.synctrail.gateway.BatchItemResult;
import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.OutcomeUnknown;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.adapter.AdapterGateway;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.Push;
import dev.synctrail.integration.adapter.ResponseClassifier;
import dev.synctrail.integration.adapter.Session;
import dev.synctrail.integration.adapter.TypeWrite;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pushes several types in one request: {@code POST /manifest}. A manifest only creates and updates.
 * It does not support entity tags, so each type is read immediately before the request. The
 * response reports each type.
 */
final class Manifest {
  private static final String MEDIA_TYPE = "application/vnd.optimizely.cms.v1.manifest+json";
  private static final int ACCEPTED = 202;
  private static final int MAX_ERRORS = 20;
  private static final Set<Integer> SUCCESS = Set.of(200, ACCEPTED);
  private static final Duration CHECK_AFTER = Duration.ofSeconds(2);

  private final ResponseClassifier responseClassifier;
  private final Clock clock;
  private final AdapterGateway<JsonObject> gateway;

  Manifest(ResponseClassifier responseClassifier, Clock clock, AdapterGateway<JsonObject> gateway) {
    this.responseClassifier = responseClassifier;
    this.clock = clock;
    this.gateway = gateway;
  }

  List<BatchItemResult> push(List<PushOrder> orders) {
    List<Supplier<BatchItemResult>> outcomes = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (PushOrder order : orders) {
      outcomes.add(read(order, entries));
    }
    // the permission to lose data applies to a whole request
    entries.stream().collect(Collectors.partitioningBy(Entry::mayLoseData)).values().stream()
        .filter(group -> !group.isEmpty())
        .forEach(this::sendAndRecord);
    return outcomes.stream().map(Supplier::get).toList();
  }

  /** Reads one type; its result is available after the entries have been sent. */
  private Supplier<BatchItemResult> read(PushOrder order, List<Entry> entries) {
    try {
      Read read = plan(order);
      if (read instanceof Entry entry) {
        order.log().waiting(); // for the others, so that not all live types are kept in memory
        entries.add(entry);
      }
      return read::pushed;
    } catch (PlatformException e) {
      return () -> new BatchItemResult.Thrown(e);
    }
  }

  private Read plan(PushOrder order) {
    if (order.options().is(PushFlag.EXACTLY)) {
      throw Push.rejected(
          FailureClass.NOT_EXPRESSIBLE,
          "A manifest cannot guarantee that "
              + order.typeKey()
              + " is restored exactly; nothing was sent",
          List.of());
    }
    Push.Plan<JsonObject> plan = gateway.plan(order);
    TypeWrite<JsonObject> write = plan.write();
    return write == null
        ? new Done(plan.result())
        : new Entry(order, write.whole(), write.operation(), write.losses());
  }

  private void sendAndRecord(List<Entry> entries) {
    try {
      ManifestResult sent = send(entries);
      entries.forEach(entry -> entry.setResult(BatchItemResult.of(() -> sent.of(entry, clock))));
    } catch (PlatformException e) {
      entries.forEach(entry -> entry.setResult(new BatchItemResult.Thrown(e)));
    }
  }

  private ManifestResult send(List<Entry> entries) {
    JsonArrayBuilder types = Json.createArrayBuilder();
    entries.forEach(entry -> types.add(entry.wanted));
    JsonObject body =
        Json.createObjectBuilder()
            .add("contentTypes", types)
            .add("displayTemplates", JsonValue.EMPTY_JSON_ARRAY)
            .add("propertyGroups", JsonValue.EMPTY_JSON_ARRAY)
            .build();
    List<ExchangeLog> logs = entries.stream().map(entry -> entry.order.log()).toList();
    PushOrder first = entries.get(0).order;
    URI url = OptimizelyPlatformSettings.address(first.platform(), "/manifest");
    Outgoing out =
        OptimizelyTypes.allowingDataLoss(first.options(), Session.request("POST", url))
            .body(MEDIA_TYPE, Snapshot.ofText(body.toString()));
    Session session = gateway.session(first.platform(), new SharedLog(logs));
    ExchangeResult ended = session.send(RequestPurpose.WRITE, out);
    responseClassifier.require(ended, out, SUCCESS, true);
    Integer status = ended.status();
    if (status != null && status == ACCEPTED) {
      return new ManifestResult(ACCEPTED, Map.of(), Set.of());
    }
    if (ended.isEmpty()) {
      throw responseClassifier.unconfirmed(out, status, "without saying what became of the types");
    }
    JsonObject read = responseClassifier.object(ended, out, true);
    if (!(read.get("outcomes") instanceof JsonArray)
        && !(read.get("errors") instanceof JsonArray)) {
      throw responseClassifier.unproven(ended, out, "the response contains no outcomes");
    }
    Map<String, String> errors = new HashMap<>();
    named(read, "errors")
        .forEach(item -> errors.merge(resource(item), message(item), Manifest::both));
    Set<String> outcomes =
        Set.copyOf(named(read, "outcomes").stream().map(Manifest::resource).distinct().toList());
    return new ManifestResult(200, errors, outcomes);
  }

  private static List<JsonObject> named(JsonObject answer, String list) {
    return answer.get(list) instanceof JsonArray items
        ? items.stream()
            .filter(JsonObject.class::isInstance)
            .map(JsonValue::asJsonObject)
            .filter(
                item ->
                    LiveJson.text(item, "section").orElse("contentTypes").equals("contentTypes"))
            .toList()
        : List.of();
  }

  private static String resource(JsonObject item) {
    return LiveJson.text(item, "resource").orElse("");
  }

  private static String both(String one, String other) {
    return one + "; " + other;
  }

  private static String message(JsonObject item) {
    return LiveJson.text(item, "message").orElse("The platform did not state a reason");
  }

  /** The decision about a type that was read. */
  sealed interface Read {
    /** Returns the result, after everything was sent. */
    BatchItemResult pushed();
  }

  /** Nothing has to be sent. */
  record Done(PushResult result) implements Read {
    @Override
    public BatchItemResult pushed() {
      return new BatchItemResult.Done(result);
    }
  }

  /** A type in the manifest. */
  static final class Entry implements Read {
    private final PushOrder order;
    private final JsonObject wanted;
    private final Operation operation;
    private final List<FieldError> losses;
    private @Nullable BatchItemResult batchItemResult;

    /**
     * @param operation the effect of the manifest on the live type
     * @param losses the data that the change may lose
     */
    Entry(PushOrder order, JsonObject wanted, Operation operation, List<FieldError> losses) {
      this.order = order;
      this.wanted = wanted;
      this.operation = operation;
      this.losses = losses;
    }

    private boolean mayLoseData() {
      return order.options().ignoreDataLossWarnings();
    }

    private void setResult(BatchItemResult outcome) {
      batchItemResult = outcome;
    }

    @Override
    public BatchItemResult pushed() {
      return Objects.requireNonNull(batchItemResult, "the manifest was not sent");
    }
  }

  /**
   * The response for each type. An error takes precedence over an outcome. When another type has an
   * error, an outcome proves nothing, because the whole manifest may have failed.
   */
  private record ManifestResult(int status, Map<String, String> errors, Set<String> outcomes) {
    PushResult of(Entry entry, Clock clock) {
      String key = entry.order.typeKey().value();
      if (status == ACCEPTED) {
        throw new Deferred(
            Failure.of(
                FailureClass.ACCEPTED,
                "The platform accepted the manifest but has not applied it yet",
                status),
            clock.instant().plus(CHECK_AFTER));
      }
      String error = errors.get(key);
      if (error != null) {
        boolean breaking = OptimizelyErrorParser.isBreaking(error);
        throw new Rejected(
            new Failure(
                breaking ? FailureClass.BREAKING_CHANGE : FailureClass.REJECTED,
                "The platform rejected " + key + " of the manifest: " + error,
                status,
                null,
                breaking ? entry.losses : List.of(),
                null));
      }
      if (outcomes.contains(key) && errors.isEmpty()) {
        return PushResult.whole(entry.operation, status);
      }
      throw new OutcomeUnknown(
          Failure.of(
              outcomes.contains(key) ? FailureClass.UNCONFIRMED : FailureClass.MALFORMED_ANSWER,
              "The platform's response to the manifest "
                  + (outcomes.contains(key)
                      ? "names " + key + " as done despite errors"
                      : "does not mention " + key)
                  + (errors.isEmpty() ? "" : ": " + errorList()),
              status));
    }

    private String errorList() {
      return errors.entrySet().stream()
          .limit(MAX_ERRORS)
          .map(error -> (error.getKey() + " " + error.getValue()).strip())
          .sorted()
          .collect(Collectors.joining("; "));
    }
  }

  /** Records one request in several logs. */
  private static final class SharedLog implements ExchangeLog {
    private final List<ExchangeLog> logs;
    private final List<int[]> numbers = new ArrayList<>();

    private SharedLog(List<ExchangeLog> logs) {
      this.logs = logs;
    }

    @Override
    public int starting(Request request) {
      numbers.add(logs.stream().mapToInt(log -> log.starting(request)).toArray());
      return numbers.size();
    }

    @Override
    public void waiting() {
      logs.forEach(ExchangeLog::waiting);
    }

    @Override
    public boolean sent() {
      return logs.stream().allMatch(ExchangeLog::sent);
    }

    @Override
    public void ended(int number, Answer answer) {
      int[] each = numbers.get(number - 1);
      for (int i = 0; i < each.length; i++) {
        logs.get(i).ended(each[i], answer);
      }
    }
  }
}
