package dev.synctrail.integration.adapter;

import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.adapter.TokenCache.TokenRequest;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.Set;
import java.util.function.Function;

/** Sends the requests of one order to one platform, with a token. */
public final class Session {
  static final Set<Integer> OK = Set.of(200);

  private final TokenCache tokens;
  private final TokenRequest tokenRequest;

  public Session(TokenCache tokens, TokenRequest tokenRequest) {
    this.tokens = tokens;
    this.tokenRequest = tokenRequest;
  }

  /** Creates a request that asks for JSON and names the product. */
  public static Outgoing request(String method, URI url) {
    return Outgoing.of(method, url)
        .header("Accept", "application/json")
        .header("Accept-Encoding", "identity")
        .header("User-Agent", "Synctrail");
  }

  /** Ensures that there is a valid token, and returns the address that issues it. */
  URI authorize() {
    tokens.get(tokenRequest);
    return tokenRequest.request().url();
  }

  /** Records what was exchanged, before a wait. */
  void waiting() {
    tokenRequest.log().waiting();
  }

  /** Sends a request with a token, and once more with a new token after a 401. */
  public ExchangeResult send(RequestPurpose requestPurpose, Outgoing out) {
    return tokens.send(tokenRequest, requestPurpose, out);
  }

  ResponseClassifier responseClassifier() {
    return tokens.responseClassifier();
  }

  /**
   * A list of types, or one page of it.
   *
   * @param answer the response; items are validated when the type itself is read
   * @param malformed creates the exception for a violation of the protocol
   */
  public record Listed(
      JsonObject answer, JsonArray items, Function<String, PlatformException> malformed) {

    /** Returns the exception for a list that violates the protocol. */
    public PlatformException malformed(String what) {
      return malformed.apply(what);
    }
  }

  /**
   * Reads a list.
   *
   * @param member the member of the response that contains the items
   * @throws PlatformException when the response is not a list
   */
  public Listed list(Outgoing out, String member) {
    ExchangeResult ended = send(RequestPurpose.READ, out);
    ResponseClassifier responseClassifier = responseClassifier();
    responseClassifier.require(ended, out, OK, false);
    JsonObject answer =
        LiveJson.readLenient(ended).orElseGet(() -> responseClassifier.object(ended, out, false));
    Function<String, PlatformException> malformed =
        what -> responseClassifier.malformed(ended, out, what, false);
    if (!(answer.get(member) instanceof JsonArray items)) {
      throw malformed.apply("the response is not a list: it has no array of " + member);
    }
    return new Listed(answer, items, malformed);
  }
}
