package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /** The length from which a part of a text can be a token of this system, even truncated. */
  private static final int MIN_OWN_LENGTH = 19;

  private static final int MIN_TOKEN_LENGTH = 32;
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
    List<String> words = words(text);
    Set<Checksum> hashes = new LinkedHashSet<>();
    for (String word : words) {
      Matcher ownToken = OWN_TOKEN.matcher(word);
      while (ownToken.find() && hashes.size() < MAX_CANDIDATES) {
        add(hashes, ownToken.group());
        // text that follows directly is not part of the token
        add(hashes, ownToken.group().substring(0, Math.min(ownToken.group().length(), 46)));
      }
    }
    words.removeIf(word -> word.length() < MIN_TOKEN_LENGTH);
    for (String word : words) {
      Matcher usual = WORD.matcher(word);
      while (usual.find() && hashes.size() < MAX_CANDIDATES) {
        add(hashes, usual.group());
      }
    }
    for (String word : words) {
      addParts(hashes, word);
    }
    return !hashes.isEmpty() && tokens.isAnyStored(hashes);
  }

  /**
   * Returns the longest parts of a text that consist of the legal characters of a token, some of
   * which also separate the parts of a URL.
   */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= text.length(); at++) {
      if (at == text.length() || !Secret.isLegal(text.charAt(at))) {
        if (at - from >= MIN_OWN_LENGTH) {
          words.add(text.substring(from, at));
        }
        from = at + 1;
      }
    }
    return words;
  }

  /** Adds every substring between two possible boundaries of URL parts. */
  private static void addParts(Set<Checksum> hashes, String word) {
    List<Integer> bounds = new ArrayList<>(List.of(0));
    for (int at = 1; at <= word.length(); at++) {
      if (at == word.length() || separates(word.charAt(at - 1)) || separates(word.charAt(at))) {
        bounds.add(at);
      }
    }
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

  private static boolean separates(char c) {
    return c == '/' || c == '=';
  }

  private static void add(Set<Checksum> hashes, String word) {
    if (Secret.isLegal(word) && !ID_OR_HASH.matcher(word).matches()) {
      hashes.add(Secret.of(word).hash());
    }
  }

  /** Returns all substrings in the format of a token of another issuer. */
  public List<String> jwts(String text) {
    return !text.contains("eyJ")
        ? List.of()
        : JWT.matcher(text).results().map(MatchResult::group).toList();
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
