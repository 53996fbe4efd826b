package dev.synctrail.web.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Rejects request bodies that are too large before they fill the memory.
 *
 * <p>The limit exceeds the largest payload that is stored, so that a slightly larger payload is
 * recorded with its size instead of being rejected.
 */
@Provider
@PreMatching
public class BodyLimit implements ContainerRequestFilter {
  private static final MediaType NDJSON = new MediaType("application", "x-ndjson");

  static final long BYTES = 32L * 1024 * 1024;

  @Override
  public void filter(ContainerRequestContext request) {
    if (isStreamed(request)) {
      return;
    }
    String declared = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (declared != null && declared.matches("\\d{1,18}") && Long.parseLong(declared) > BYTES) {
      throw tooLarge();
    }
    if (request.hasEntity()) {
      request.setEntityStream(new Counting(request.getEntityStream()));
    }
  }

  /**
   * A body that is read line by line has a limit per line. A wildcard does not count as this type.
   */
  private static boolean isStreamed(ContainerRequestContext request) {
    MediaType type = request.getMediaType();
    return type != null
        && type.getType().equalsIgnoreCase(NDJSON.getType())
        && type.getSubtype().equalsIgnoreCase(NDJSON.getSubtype());
  }

  private static Problem tooLarge() {
    return Problem.of(
        413, "BODY_TOO_LARGE", "A request body has at most " + BYTES + " bytes (32 MiB)");
  }

  private static final class Counting extends FilterInputStream {
    private long left = BYTES;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int read) {
      left -= read;
      if (left < 0) {
        throw tooLarge();
      }
    }
  }
}
