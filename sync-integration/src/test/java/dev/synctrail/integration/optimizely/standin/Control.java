package dev.synctrail.integration.optimizely.standin;

import dev.synctrail.integration.optimizely.standin.Fault.Outcome;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP control endpoint of the stand-in, for tests that run it in another process.
 *
 * <pre>
 * GET    /_standin/ledger[?after=n]       received requests, bodies in base64 with their SHA-256
 * DELETE /_standin/ledger
 * POST   /_standin/scripts                {method, path, nth, times, fault{outcome, status, ...}}
 * DELETE /_standin/scripts
 * GET    /_standin/settings               and PATCH with the members to change
 * GET    /_standin/types                  actual types; GET/PUT/DELETE /_standin/types/{key}
 * POST   /_standin/types/{key}/use
 * POST   /_standin/tokens/revoke
 * GET    /_standin/holds/{name}           {reached}; POST /_standin/holds/{name}/release
 * POST   /_standin/reset
 * </pre>
 *
 * <p>Requests to it are not added to the ledger and need no token: it is test equipment on
 * loopback.
 */
final class Control {
  static final String PATH = "/_standin/";

  private final StandIn standIn;

  Control(StandIn standIn) {
    this.standIn = standIn;
  }

  Reply answer(String method, String target, byte[] body) {
    int mark = target.indexOf('?');
    String path = (mark < 0 ? target : target.substring(0, mark)).substring(PATH.length());
    String query = mark < 0 ? "" : target.substring(mark + 1);
    try {
      return answer(method, path.split("/", -1), query, body);
    } catch (JsonException | IllegalArgumentException | ClassCastException e) {
      return Reply.problem(400, "Bad Request", String.valueOf(e.getMessage()), null);
    }
  }

  private Reply answer(String method, String[] path, String query, byte[] body) {
    String step = path.length > 1 ? path[1] : "";
    String last = path.length > 2 ? path[2] : "";
    return switch (method + " " + path[0]) {
      case "GET ledger" -> ledger(query);
      case "DELETE ledger" -> done(standIn.ledger()::clear);
      case "POST scripts" -> done(() -> standIn.script(rule(object(body))));
      case "DELETE scripts" -> done(standIn::clearScript);
      case "GET settings" -> settings();
      case "PATCH settings" -> {
        JsonObject change = object(body);
        standIn.settings(now -> change(now, change));
        yield settings();
      }
      case "GET types" -> step.isEmpty() ? types() : type(step);
      case "PUT types" -> done(() -> standIn.edit(new String(body, StandardCharsets.UTF_8)));
      case "DELETE types" -> done(() -> standIn.remove(step));
      case "POST types" -> last.equals("use") ? done(() -> standIn.use(step)) : Reply.empty(404);
      case "POST tokens" -> step.equals("revoke") ? done(standIn::revokeTokens) : Reply.empty(404);
      case "GET holds" ->
          Reply.json(
              200, Json.createObjectBuilder().add("reached", standIn.hold(step).reached()).build());
      case "POST holds" ->
          last.equals("release") ? done(standIn.hold(step)::release) : Reply.empty(404);
      case "POST reset" -> done(standIn::reset);
      default -> Reply.empty(404);
    };
  }

  private static Reply done(Runnable what) {
    what.run();
    return Reply.empty(204);
  }

  private static JsonObject object(byte[] body) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
      return reader.readObject();
    }
  }

  private Reply ledger(String query) {
    long after =
        query.startsWith("after=") ? Long.parseLong(query.substring("after=".length())) : 0;
    JsonArrayBuilder entries = Json.createArrayBuilder();
    standIn.ledger().entries().stream()
        .filter(entry -> entry.sequence() > after)
        .map(Control::entry)
        .forEach(entries::add);
    return Reply.json(200, Json.createObjectBuilder().add("entries", entries).build());
  }

  private static JsonObject entry(Ledger.Entry entry) {
    JsonArrayBuilder headers = Json.createArrayBuilder();
    entry
        .headers()
        .forEach(
            header ->
                headers.add(Json.createArrayBuilder().add(header.name()).add(header.value())));
    return Json.createObjectBuilder()
        .add("sequence", entry.sequence())
        .add("connection", entry.connection())
        .add("receivedAt", entry.receivedAt().toString())
        .add("method", entry.method())
        .add("target", entry.target())
        .add("headers", headers)
        .add("body", Base64.getEncoder().encodeToString(entry.body()))
        .add("size", entry.body().length)
        .add("sha256", sha256(entry.body()))
        .add("complete", entry.complete())
        .build();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static Rule rule(JsonObject rule) {
    return new Rule(
        rule.getString("method", "*"),
        rule.getString("path", "*"),
        rule.getInt("nth", 1),
        rule.getInt("times", 1),
        fault(rule.getJsonObject("fault")));
  }

  private static Fault fault(JsonObject fault) {
    Outcome outcome = Outcome.valueOf(fault.getString("outcome", "ANSWER"));
    boolean usuallyApplied =
        switch (outcome) {
          case STATUS, RESET, RESET_BEFORE_BODY -> false;
          case ANSWER, TRUNCATED, DRIBBLED, MALFORMED, NOT_HTTP, OVERSIZED, EMPTY, GZIPPED -> true;
        };
    Map<String, String> headers = new LinkedHashMap<>();
    if (fault.get("headers") instanceof JsonObject given) {
      given.keySet().forEach(name -> headers.put(name, given.getString(name)));
    }
    return new Fault(
        outcome,
        fault.getBoolean("applied", usuallyApplied),
        fault.getInt("status", 200),
        headers,
        fault.getString("body", null),
        Duration.ofMillis(fault.getInt("delayMs", 0)),
        fault.getString("hold", null),
        fault.getInt("size", 0));
  }

  private Reply settings() {
    Settings now = standIn.settings();
    return Reply.json(
        200,
        Json.createObjectBuilder()
            .add("tokenLifetimeMs", now.tokenLifetime().toMillis())
            .add("rejectUnknown", now.rejectUnknown())
            .add("staleReads", now.staleReads())
            .add("staleForMs", now.staleFor().toMillis())
            .add("disagreeing", now.disagreeing())
            .add("totals", now.totals())
            .add("namedMustExist", now.namedMustExist())
            .build());
  }

  private static Settings change(Settings now, JsonObject change) {
    return new Settings(
        Duration.ofMillis(change.getInt("tokenLifetimeMs", (int) now.tokenLifetime().toMillis())),
        change.getBoolean("rejectUnknown", now.rejectUnknown()),
        change.getInt("staleReads", now.staleReads()),
        Duration.ofMillis(change.getInt("staleForMs", (int) now.staleFor().toMillis())),
        change.getInt("disagreeing", now.disagreeing()),
        change.getBoolean("totals", now.totals()),
        change.getBoolean("namedMustExist", now.namedMustExist()));
  }

  private Reply types() {
    JsonObjectBuilder all = Json.createObjectBuilder();
    standIn
        .keys()
        .forEach(key -> all.add(key, standIn.stored(key).orElse(JsonValue.EMPTY_JSON_OBJECT)));
    return Reply.json(200, all.build());
  }

  private Reply type(String key) {
    Optional<JsonObject> stored = standIn.stored(key);
    return stored.isPresent() ? Reply.json(200, stored.get()) : Reply.empty(404);
  }
}
