package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import jakarta.enterprise.context.Dependent;
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
 * Finds access tokens where a client should not have put them, before anything is recorded: a
 * record that others may read must let nobody in.
 *
 * <p>A token of ours is known by its hash, revoked and expired ones too; one of another issuer by
 * its form (RFC 7519). What begins as a token of ours is taken for one, though it may be cut off.
 */
@Dependent
public class SecretScan {
  /** Stands where a secret was. */
  public static final String HIDDEN = "«hidden»";

  private static final Pattern OURS = Pattern.compile("st_[A-Za-z0-9_-]{16,}");
  private static final Pattern JWT =
      Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*");

  /** What a token is usually made of. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{32,256}");

  /** What a token may be made of, of which some separates the parts of a URL. */
  private static final Pattern ANY_WORD = Pattern.compile("[A-Za-z0-9._~+/=-]{32,}");

  private static final Pattern BOUND = Pattern.compile("(?<=[/=])|(?=[/=])|$");
  private static final int LONGEST = 256;

  /** A UUID or a SHA-256 is no token; payloads and URLs are full of them. */
  private static final Pattern NUMBER = Pattern.compile("[0-9a-f-]{32,72}");

  private static final int MOST_WORDS = 5_000;
  private static final int MOST_LAYERS = 3;

  private final AccessTokens tokens;

  @Inject
  public SecretScan(AccessTokens tokens) {
    this.tokens = tokens;
  }

  /** Tells whether there is a token of this server in a text. */
  public boolean hasToken(String text) {
    Set<Checksum> hashes = new LinkedHashSet<>();
    Matcher ours = OURS.matcher(text);
    while (ours.find() && hashes.size() < MOST_WORDS) {
      add(hashes, ours.group());
      // what follows it without a break is no part of it
      add(hashes, ours.group().substring(0, Math.min(ours.group().length(), 46)));
    }
    Matcher word = WORD.matcher(text);
    while (word.find() && hashes.size() < MOST_WORDS) {
      add(hashes, word.group());
    }
    Matcher any = ANY_WORD.matcher(text);
    while (any.find() && hashes.size() < MOST_WORDS) {
      addParts(hashes, any.group());
    }
    return !hashes.isEmpty() && tokens.isAnyStored(hashes);
  }

  /** Adds what stands between any two places where a part of a URL may begin or end. */
  private static void addParts(Set<Checksum> hashes, String word) {
    List<Integer> bounds =
        IntStream.concat(
                IntStream.of(0), BOUND.matcher(word).results().mapToInt(MatchResult::start))
            .distinct()
            .boxed()
            .toList();
    for (int from : bounds) {
      for (int to : bounds) {
        if (to - from > LONGEST || hashes.size() >= MOST_WORDS) {
          break;
        }
        if (to > from) {
          add(hashes, word.substring(from, to));
        }
      }
    }
  }

  private static void add(Set<Checksum> hashes, String word) {
    if (Secret.isLegal(word) && !NUMBER.matcher(word).matches()) {
      hashes.add(Secret.of(word).hash());
    }
  }

  /** Returns what has the form of a token of another issuer. */
  public List<String> jwts(String text) {
    return JWT.matcher(text).results().map(MatchResult::group).toList();
  }

  /** Returns a path and query with every part hidden that holds a token, however it is escaped. */
  public String hide(String target) {
    StringBuilder shown = new StringBuilder();
    Matcher part = Pattern.compile("[^/?&=;]+|[/?&=;]").matcher(target);
    while (part.find()) {
      shown.append(isSecret(part.group()) ? HIDDEN : part.group());
    }
    // a token of a free form may hold what separates parts
    return isSecret(shown.toString()) ? HIDDEN : shown.toString();
  }

  private boolean isSecret(String text) {
    String decoded = text;
    for (int layer = 0; layer < MOST_LAYERS; layer++) {
      if (OURS.matcher(decoded).find() || JWT.matcher(decoded).find() || hasToken(decoded)) {
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
