package dev.synctrail.web.console;

import jakarta.faces.application.Resource;
import jakarta.faces.application.ResourceHandler;
import jakarta.faces.application.ResourceHandlerWrapper;
import jakarta.faces.application.ResourceWrapper;
import jakarta.faces.context.FacesContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts a hash of the content into the address of each style sheet, script and image, so that
 * browsers may keep it for a year: a new content has a new address.
 */
public class HashedResources extends ResourceHandlerWrapper {
  private static final String HASH = "v";
  private static final String PREFIX = HashedResources.class.getName() + ":";
  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final int DIGITS = 12;

  private final Map<String, Hash> hashes = new ConcurrentHashMap<>();

  public HashedResources(ResourceHandler wrapped) {
    super(wrapped);
  }

  @Override
  public @Nullable Resource createResource(String name) {
    return hashed(super.createResource(name));
  }

  @Override
  public @Nullable Resource createResource(String name, String library) {
    return hashed(super.createResource(name, library));
  }

  @Override
  public @Nullable Resource createResource(String name, String library, String contentType) {
    return hashed(super.createResource(name, library, contentType));
  }

  private @Nullable Resource hashed(@Nullable Resource resource) {
    return resource == null ? null : new Hashed(resource);
  }

  /** Returns the hash, which is computed once per request: a page may name a resource often. */
  private String hash(Resource resource) {
    String key = resource.getLibraryName() + "/" + resource.getResourceName();
    return (String)
        FacesContext.getCurrentInstance()
            .getAttributes()
            .computeIfAbsent(PREFIX + key, absent -> current(key, resource));
  }

  private String current(String key, Resource resource) {
    try {
      long modified = modified(resource);
      Hash known = hashes.get(key);
      if (known == null || known.modified != modified) {
        known = new Hash(modified, digest(resource));
        hashes.put(key, known);
      }
      return known.digits;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long modified(Resource resource) throws IOException {
    URLConnection connection = resource.getURL().openConnection();
    long modified = connection.getLastModified();
    connection.getInputStream().close(); // getLastModified() opened the file
    return modified;
  }

  private static String digest(Resource resource) throws IOException {
    try (InputStream content = resource.getInputStream()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.readAllBytes());
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The hash of a content; a folder that is edited while the server runs changes its content. */
  private record Hash(long modified, String digits) {}

  private final class Hashed extends ResourceWrapper {
    Hashed(Resource wrapped) {
      super(wrapped);
    }

    @Override
    public String getRequestPath() {
      String path = super.getRequestPath();
      return path + (path.contains("?") ? "&" : "?") + HASH + "=" + hash(getWrapped());
    }

    /** Lets only the address with the hash of this content be kept. */
    @Override
    public Map<String, String> getResponseHeaders() {
      Map<String, String> headers = new HashMap<>(super.getResponseHeaders());
      String asked =
          FacesContext.getCurrentInstance().getExternalContext().getRequestParameterMap().get(HASH);
      headers.remove("Expires");
      headers.put("Cache-Control", hash(getWrapped()).equals(asked) ? FOREVER : "no-cache");
      return headers;
    }
  }
}
