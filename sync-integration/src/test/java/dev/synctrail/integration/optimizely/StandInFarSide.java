package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.contract.FarSide;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.snapshot.Snapshot;
import java.util.List;

/** The stand-in as the far side of the contract. */
final class StandInFarSide implements FarSide {
  private final StandIn standIn;

  StandInFarSide(StandIn standIn) {
    this.standIn = standIn;
  }

  @Override
  public void next(RequestPurpose requestPurpose, Trouble trouble) {
    standIn.script(
        Rule.once(methods(requestPurpose), path(requestPurpose), fault(requestPurpose, trouble)));
  }

  @Override
  public void always(RequestPurpose requestPurpose, Trouble trouble) {
    standIn.script(
        Rule.always(methods(requestPurpose), path(requestPurpose), fault(requestPurpose, trouble)));
  }

  private static String methods(RequestPurpose requestPurpose) {
    return switch (requestPurpose) {
      case TOKEN -> "POST";
      case READ, READ_BACK -> "GET";
      case WRITE -> "POST|PATCH|DELETE";
    };
  }

  private static String path(RequestPurpose requestPurpose) {
    return requestPurpose == RequestPurpose.TOKEN ? "*/oauth/token" : "/contenttypes*";
  }

  private static Fault fault(RequestPurpose requestPurpose, Trouble trouble) {
    return switch (trouble) {
      case ANSWERS_400,
          ANSWERS_401,
          ANSWERS_403,
          ANSWERS_404,
          ANSWERS_409,
          ANSWERS_412,
          ANSWERS_422,
          ANSWERS_500,
          ANSWERS_502,
          ANSWERS_503,
          ANSWERS_504 ->
          Fault.status(Integer.parseInt(trouble.name().substring("ANSWERS_".length())));
      case ANSWERS_429 -> Fault.status(429).retryAfter("7");
      case REDIRECTS -> Fault.status(307).header("Location", "/v1/contenttypes/Elsewhere");
      case RESETS_UNREAD -> Fault.resetBeforeBody();
      case RESETS_UNDONE -> Fault.reset(false);
      case RESETS_DONE -> Fault.reset(true);
      case IS_SILENT -> Fault.answer().hold("silence");
      case ANSWERS_HALF -> Fault.truncated().applied(false);
      case ANSWERS_NO_JSON -> Fault.malformed().applied(false);
      case ANSWERS_NO_HTTP -> Fault.notHttp();
      case ANSWERS_TOO_MUCH -> Fault.oversized(Snapshot.RESPONSE_LIMIT + 1L).applied(false);
      case ANSWERS_NOTHING -> Fault.empty().applied(requestPurpose == RequestPurpose.WRITE);
      case ANSWERS_FOREIGN_404 ->
          Fault.status(404)
              .body("<html>default backend - 404</html>")
              .header("Content-Type", "text/html");
      case ANSWERS_REFUSAL_AS_200 ->
          requestPurpose == RequestPurpose.TOKEN
              ? Fault.status(200).body("{\"error\":\"invalid_client\"}")
              : Fault.status(200)
                  .body(
                      "{\"status\":400,\"title\":\"Bad Request\",\"errors\":[{\"detail\":\"The group is unknown\",\"field\":\"properties.heading.group\"}]}");
      case ANSWERS_PAGE ->
          Fault.status(200).body("<html>Welcome</html>").header("Content-Type", "text/html");
      case ANSWERS_ARRAY -> Fault.status(200).body("[]");
      case ANSWERS_OTHER_TYPE ->
          Fault.status(200)
              .body("{\"key\":\"SAMPLE1\",\"displayName\":\"Another\",\"baseType\":\"_page\"}");
    };
  }

  @Override
  public void calm() {
    standIn.clearScript();
  }

  @Override
  public List<Received> received() {
    return standIn.ledger().entries().stream()
        .map(
            entry ->
                new Received(
                    entry.method(),
                    entry.target(),
                    entry.body(),
                    entry.isToken(),
                    entry.complete()))
        .toList();
  }

  @Override
  public void lag(int reads) {
    standIn.settings(now -> now.withStaleReads(reads));
  }

  @Override
  public void edit(TypeKey key) {
    standIn.edit(Samples.sample(key).text().replace("A sample", "Edited by somebody else"));
  }

  @Override
  public void remove(TypeKey key) {
    standIn.remove(key.value());
  }

  @Override
  public boolean holds(TypeKey key) {
    return standIn.stored(key.value()).isPresent();
  }

  @Override
  public void revokeTokens() {
    standIn.revokeTokens();
  }
}
