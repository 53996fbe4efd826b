package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds access tokens that a client put in the wrong place, before the request is recorded. Records
 * must not contain usable tokens.
 *
 * <p>Tokens issued by this system, including revoked and expired ones, are found by their hash;
 * tokens of other issuers by their format (RFC 7519). Text that starts like a token of this system
 * is treated as one, even if it is truncated.
 */
@ApplicationScoped
public class SecretScan {
  /** Replaces a secret. */
  public static final String HIDDEN = "«hidden»";

  private static final Pattern OWN_TOKEN = Pattern.compile("st_[A-Za-z0-9_-]{16,}");
  private static final Pattern JWT =
      Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*");

  /** The usual characters of a token. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{32,256}");

  /** All legal characters of a token, some of which also separate the parts of a URL. */
  private static final Pattern ANY_WORD = Pattern.compile("[A-Za-z0-9._~+/=-]{32,}");

  private static final Pattern PART_BOUNDARY = Pattern.compile("(?<=[/=])|(?=[/=])|$");
  private static final int MAX_TOKEN_LENGTH = 256;

  /** UUIDs and SHA-256 hashes, which are frequent in payloads and URLs, are not tokens. */
  private static final Pattern ID_OR_HASH = Pattern.compile("[0-9a-f-]{32,72}");

  private static final int MAX_CANDIDATES = 5_000;
  private static final int MAX_ENCODINGS = 3;

  private final AccessTokens tokens;

  @Inject
  public SecretScan(AccessTokens tokens) {
    this.tokens = tokens;
  }

  /** Returns whether a text contains a token issued by this system. */
  public boolean hasToken(String text) {
    Set<Checksum> hashes = new LinkedHashSet<>();
    Matcher ownToken = OWN_TOKEN.matcher(text);
    while (ownToken.find() && hashes.size() < MAX_CANDIDATES) {
      add(hashes, ownToken.group());
      // text that follows directly is not part of the token
      add(hashes, ownToken.group().substring(0, Math.min(ownToken.group().length(), 46)));
    }
    Matcher word = WORD.matcher(text);
    while (word.find() && hashes.size() < MAX_CANDIDATES) {
      add(hashes, word.group());
    }
    Matcher any = ANY_WORD.matcher(text);
    while (any.find() && hashes.size() < MAX_CANDIDATES) {
      addParts(hashes, any.group());
    }
    return !hashes.isEmpty() && tokens.isAnyStored(hashes);
  }

  /** Adds every substring between two possible boundaries of URL parts. */
  private static void addParts(Set<Checksum> hashes, String word) {
    List<Integer> bounds =
        IntStream.concat(
                IntStream.of(0), PART_BOUNDARY.matcher(word).results().mapToInt(MatchResult::start))
            .distinct()
            .boxed()
            .toList();
    for (int from : bounds) {
      for (int to : bounds) {
        if (to - from > MAX_TOKEN_LENGTH || hashes.size() >= MAX_CANDIDATES) {
          break;
        }
        if (to > from) {
          add(hashes, word.substring(from, to));
        }
      }
    }
  }

  private static void add(Set<Checksum> hashes, String word) {
    if (Secret.isLegal(word) && !ID_OR_HASH.matcher(word).matches()) {
      hashes.add(Secret.of(word).hash());
    }
  }

  /** Returns all substrings in the format of a token of another issuer. */
  public List<String> jwts(String text) {
    return JWT.matcher(text).results().map(MatchResult::group).toList();
  }

  /**
   * Returns a path and query in which every part that contains a token is hidden, even if the token
   * is encoded repeatedly.
   */
  public String hide(String target) {
    StringBuilder result = new StringBuilder();
    Matcher part = Pattern.compile("[^/?&=;]+|[/?&=;]").matcher(target);
    while (part.find()) {
      result.append(isSecret(part.group()) ? HIDDEN : part.group());
    }
    // a token may contain characters that separate parts
    return isSecret(result.toString()) ? HIDDEN : result.toString();
  }

  private boolean isSecret(String text) {
    String decoded = text;
    for (int layer = 0; layer < MAX_ENCODINGS; layer++) {
      if (OWN_TOKEN.matcher(decoded).find() || JWT.matcher(decoded).find() || hasToken(decoded)) {
        return true;
      }
      String once = decoded(decoded);
      if (once.equals(decoded)) {
        return false;
      }
      decoded = once;
    }
    return false;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
