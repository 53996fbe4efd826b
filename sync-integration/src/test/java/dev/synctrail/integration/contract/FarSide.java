package dev.synctrail.integration.contract;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.RequestPurpose;
import java.util.List;

/** The other side of the wire, where a test can look at what arrived and break things. */
public interface FarSide {

  /** What can befall a request. */
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
    /** An answer no client of this API expects. */
    REDIRECTS,
    /** The connection is reset before the body was read. */
    RESETS_UNREAD,
    /** The connection is reset after the request was read, and nothing was done. */
    RESETS_UNDONE,
    /** The connection is reset after the request was done. */
    RESETS_DONE,
    /** The request is done and no answer comes. */
    IS_SILENT,
    ANSWERS_HALF,
    ANSWERS_NO_JSON,
    ANSWERS_NO_HTTP,
    /** More than is kept. */
    ANSWERS_TOO_MUCH,
    /** What was asked is done, and the answer is empty. */
    ANSWERS_NOTHING,
    /** 404 as something in between says it: a page. */
    ANSWERS_FOREIGN_404,
    /** 200 with the platform's own words of refusal; nothing is done. */
    ANSWERS_REFUSAL_AS_200,
    /** 200 with a page; nothing is done. */
    ANSWERS_PAGE,
    /** 200 with an array; nothing is done. */
    ANSWERS_ARRAY,
    /** 200 with a type of another key; nothing is done. */
    ANSWERS_OTHER_TYPE
  }

  /**
   * A request that arrived.
   *
   * @param complete whether its body was read to the end
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Received(String method, String target, byte[] body, boolean token, boolean complete) {}

  /** Lets trouble befall the next request of that purpose. */
  void next(RequestPurpose requestPurpose, Trouble trouble);

  /** Lets trouble befall every request of that purpose from now on. */
  void always(RequestPurpose requestPurpose, Trouble trouble);

  /** Ends all trouble. */
  void calm();

  /** Returns everything that arrived, oldest first. */
  List<Received> received();

  /** Lets that many reads after each write still show what was there before. */
  void lag(int reads);

  /** Changes the type as somebody else would. */
  void edit(TypeKey key);

  /** Removes the type as somebody else would. */
  void remove(TypeKey key);

  /** Tells whether the type is really there. */
  boolean holds(TypeKey key);

  /** Refuses every token given so far, though it has not expired. */
  void revokeTokens();
}
