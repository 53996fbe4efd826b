package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.gateway.TypeListing.Skipped;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.Session;
import dev.synctrail.integration.adapter.Session.Listed;
import dev.synctrail.platform.Platform;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the types of the platform page by page until a page is empty; the total does not end the
 * list earlier. Without {@code sources} the platform lists the types of this CMS; types shipped
 * with the platform are recognized by their source and omitted. When a page is too large, the list
 * starts again with smaller pages.
 */
final class TypePages {
  private static final Set<String> SHIPPED = Set.of("system", "builtin", "built-in");
  private static final int MAX_PAGES = 10_001;

  /** With more types than this, something else is wrong. */
  private static final int MAX_TOO_LARGE = 20;

  private final Session session;
  private final Platform platform;
  private final Dialect dialect;
  private final int pageSize;

  TypePages(Session session, Platform platform, int pageSize) {
    this.session = session;
    this.platform = platform;
    this.dialect = Dialect.of(platform);
    this.pageSize = pageSize;
  }

  /**
   * Reads all types.
   *
   * @throws PlatformException when the list cannot be read to its end
   */
  TypeListing types() {
    for (int size = pageSize; size > 1; size /= 2) {
      try {
        return new ListPass(size).types();
      } catch (PlatformException e) {
        requireTooLarge(e);
      }
    }
    return new ListPass(1).types();
  }

  /** Describes how many types the platform has. */
  String count() {
    return total(page(0, 1))
        .map(
            total ->
                "The platform holds " + total + (total == 1 ? " content type" : " content types"))
        .orElse("Content types are readable");
  }

  private Listed page(int index, int size) {
    String path = "/contenttypes?pageIndex=" + index + "&pageSize=" + size;
    URI url = OptimizelyPlatformSettings.address(platform, path);
    return session.list(Session.request("GET", url), "items");
  }

  private Optional<Long> total(Listed page) {
    return page.answer().get(dialect.total()) instanceof JsonNumber total
        ? Optional.of(total.longValue())
        : Optional.empty();
  }

  private static void requireTooLarge(PlatformException thrown) {
    if (thrown.failure().failureClass() != FailureClass.ANSWER_TOO_LARGE) {
      throw thrown;
    }
  }

  /** One pass through the list with one page size. */
  private final class ListPass {
    private final int size;
    private final Set<TypeKey> keys = new TreeSet<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private long listed;
    private int tooLarge;

    ListPass(int size) {
      this.size = size;
    }

    TypeListing types() {
      for (int index = 0; ; index++) {
        Optional<Listed> read = read(index);
        if (read.isPresent() && !add(read.get(), index)) {
          return new TypeListing(List.copyOf(keys), skipped);
        }
      }
    }

    /** Returns the page; empty when it consists of one type that is too large. */
    private Optional<Listed> read(int index) {
      try {
        return Optional.of(page(index, size));
      } catch (PlatformException e) {
        requireTooLarge(e);
        if (size > 1 || ++tooLarge > MAX_TOO_LARGE) {
          throw e;
        }
        listed++;
        skipped.add(new Skipped("item " + listed, e.failure().message()));
        return Optional.empty();
      }
    }

    /** Adds the types of a page; returns whether there may be more. */
    private boolean add(Listed page, int index) {
      long total = total(page).orElse(0L);
      if (page.items().isEmpty()) {
        if (listed < total) {
          throw page.malformed(
              "the list ended after "
                  + listed
                  + " of "
                  + total
                  + (total == 1 ? " type" : " types"));
        }
        return false;
      }
      if (page.items().stream().map(TypePages::name).filter(names::add).count() == 0) {
        throw page.malformed("the list repeats from page " + index + " on");
      }
      page.items().forEach(this::add);
      if (index >= MAX_PAGES - 1) {
        throw page.malformed("the list does not end");
      }
      return true;
    }

    private void add(JsonValue item) {
      listed++;
      if (!(item instanceof JsonObject type)) {
        skipped.add(new Skipped("item " + listed, "Not an object"));
        return;
      }
      if (isShipped(type)) {
        return;
      }
      Optional<String> key = LiveJson.text(type, "key");
      if (key.isEmpty()) {
        skipped.add(new Skipped("item " + listed, "No key"));
      } else if (TypeKey.isLegal(key.get())) {
        keys.add(new TypeKey(key.get()));
      } else {
        skipped.add(new Skipped(key.get(), "Not a valid content type key"));
      }
    }
  }

  /** Identifies an item of a list. */
  private static String name(JsonValue item) {
    return item instanceof JsonObject type
        ? LiveJson.text(type, "key").orElseGet(item::toString)
        : item.toString();
  }

  private static boolean isShipped(JsonObject type) {
    return LiveJson.text(type, "source")
        .filter(source -> SHIPPED.contains(source.toLowerCase(Locale.ROOT)))
        .isPresent();
  }
}
