package dev.synctrail.integration.contract;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.RequestPurpose;
import java.util.List;

/** The other side of the connection: tests inspect the requests it received and inject failures. */
public interface FarSide {

  /** A failure of one request. */
  enum Trouble {
    ANSWERS_400,
    ANSWERS_401,
    ANSWERS_403,
    ANSWERS_404,
    ANSWERS_409,
    ANSWERS_412,
    ANSWERS_422,
    /** With {@code Retry-After: 7}. */
    ANSWERS_429,
    ANSWERS_500,
    ANSWERS_502,
    ANSWERS_503,
    ANSWERS_504,
    /** A response that the protocol does not define. */
    REDIRECTS,
    /** The connection is reset before the body was read. */
    RESETS_UNREAD,
    /** The connection is reset after the request was read and before it is applied. */
    RESETS_UNDONE,
    /** The connection is reset after the request was applied. */
    RESETS_DONE,
    /** The request is applied and no response is sent. */
    IS_SILENT,
    ANSWERS_HALF,
    ANSWERS_NO_JSON,
    ANSWERS_NO_HTTP,
    /** More bytes than are stored. */
    ANSWERS_TOO_MUCH,
    /** The request is applied and the response is empty. */
    ANSWERS_NOTHING,
    /** 404 with an HTML page, as from an intermediary. */
    ANSWERS_FOREIGN_404,
    /** 200 with an error of the platform; nothing is applied. */
    ANSWERS_REFUSAL_AS_200,
    /** 200 with an HTML page; nothing is applied. */
    ANSWERS_PAGE,
    /** 200 with an array; nothing is applied. */
    ANSWERS_ARRAY,
    /** 200 with a type of another key; nothing is applied. */
    ANSWERS_OTHER_TYPE
  }

  /**
   * A request that was received.
   *
   * @param complete whether its body was read to the end
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Received(String method, String target, byte[] body, boolean token, boolean complete) {}

  /** Injects the failure into the next request with this purpose. */
  void next(RequestPurpose requestPurpose, Trouble trouble);

  /** Injects the failure into every request with this purpose from now on. */
  void always(RequestPurpose requestPurpose, Trouble trouble);

  /** Removes all failures. */
  void calm();

  /** Returns all requests received, oldest first. */
  List<Received> received();

  /** Lets this many reads after each write return the previous state. */
  void lag(int reads);

  /** Changes the type as an edit by others does. */
  void edit(TypeKey key);

  /** Removes the type as a removal by others does. */
  void remove(TypeKey key);

  /** Returns whether the type actually exists. */
  boolean holds(TypeKey key);

  /** Revokes every token issued so far. */
  void revokeTokens();
}
