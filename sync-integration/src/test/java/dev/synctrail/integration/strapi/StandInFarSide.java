package dev.synctrail.integration.strapi;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.contract.FarSide;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.snapshot.Snapshot;
import java.util.List;

/** The stand-in as the far side of the contract. */
record StandInFarSide(StandIn standIn, ContentTypeBuilder builder) implements FarSide {

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
      case WRITE -> "POST|PUT|DELETE";
    };
  }

  private static String path(RequestPurpose requestPurpose) {
    return requestPurpose == RequestPurpose.TOKEN
        ? ContentTypeBuilder.LOGIN
        : "/content-type-builder*";
  }

  private static Fault fault(RequestPurpose requestPurpose, Trouble trouble) {
    return switch (trouble) {
      case ANSWERS_400,
          ANSWERS_401,
          ANSWERS_403,
          ANSWERS_409,
          ANSWERS_412,
          ANSWERS_422,
          ANSWERS_500,
          ANSWERS_502,
          ANSWERS_503,
          ANSWERS_504 ->
          Fault.status(Integer.parseInt(trouble.name().substring("ANSWERS_".length())));
      case ANSWERS_404 ->
          Fault.status(404)
              .body(
                  "{\"data\":null,\"error\":{\"status\":404,\"name\":\"NotFoundError\",\"message\":\"Not Found\"}}");
      case ANSWERS_429 -> Fault.status(429).retryAfter("7");
      case REDIRECTS -> Fault.status(307).header("Location", "/elsewhere");
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
          Fault.status(200)
              .body(
                  "{\"data\":null,\"error\":{\"status\":400,\"name\":\"ValidationError\",\"message\":\"The group is unknown\",\"details\":{}}}");
      case ANSWERS_PAGE ->
          Fault.status(200).body("<html>Welcome</html>").header("Content-Type", "text/html");
      case ANSWERS_ARRAY -> Fault.status(200).body("[]");
      case ANSWERS_OTHER_TYPE ->
          Fault.status(200)
              .body(
                  "{\"data\":{\"uid\":\"api::another.another\",\"schema\":{\"displayName\":\"A\",\"singularName\":\"another\",\"pluralName\":\"others\",\"attributes\":{}}}}");
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
                    entry.path().equals(ContentTypeBuilder.LOGIN),
                    entry.complete()))
        .toList();
  }

  private static String uid(TypeKey key) {
    return TypeUid.of(key).orElseThrow().toString();
  }

  @Override
  public void lag(int reads) {
    builder.lag(reads);
  }

  @Override
  public void edit(TypeKey key) {
    builder.edit(
        uid(key), Samples.sample(key).text().replace("A sample", "Edited by somebody else"));
  }

  @Override
  public void remove(TypeKey key) {
    builder.remove(uid(key));
  }

  @Override
  public boolean holds(TypeKey key) {
    return builder.holds(uid(key));
  }

  @Override
  public void revokeTokens() {
    builder.revokeTokens();
  }
}
