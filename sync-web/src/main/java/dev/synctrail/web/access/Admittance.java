package dev.synctrail.web.access;

import dev.synctrail.access.Caller;
import dev.synctrail.web.rest.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Limits concurrent requests per caller and the memory used by request bodies, and cuts the
 * connection of a body that arrives too slowly.
 *
 * <p>Only the forms of sign-in and invitation read the body of an unauthenticated request. That
 * body must be small, and the number of such requests is limited per address and in total, so that
 * unauthenticated requests cannot occupy most threads.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
@SuppressWarnings("try") // a slot is only held
public class Admittance extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final int MAX_UNAUTHENTICATED_BODIES = 32;
  private static final int MAX_UNAUTHENTICATED_BODIES_PER_ADDRESS = 8;
  private static final int UNPROCESSABLE = 422;

  private final transient InFlightLimits inFlightLimits;
  private final transient ConnectionDeadlines connectionDeadlines;
  private final transient MisplacedSecrets secrets;

  @Inject
  Admittance(
      InFlightLimits inFlightLimits,
      ConnectionDeadlines connectionDeadlines,
      MisplacedSecrets secrets) {
    this.inFlightLimits = inFlightLimits;
    this.connectionDeadlines = connectionDeadlines;
    this.secrets = secrets;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    @Nullable Caller caller = Authorization.caller(request).orElse(null);
    try {
      if (caller != null) {
        try (InFlightLimits.Slot slot = inFlightLimits.enter(caller.by() + " " + caller.name())) {
          admit(request, response, chain);
        }
      } else if (hasBody(request)) {
        admitUnauthenticated(request, response, chain);
      } else {
        try (InFlightLimits.Slot slot = inFlightLimits.enter(ClientAddress.limitKey(request))) {
          chain.doFilter(request, response);
        }
      }
    } catch (Problem rejection) {
      if (response.isCommitted()) {
        throw rejection;
      }
      Authentication.answer(request, response, rejection);
    }
  }

  private void admitUnauthenticated(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getContentLengthLong() < 0
        || request.getContentLengthLong() > InFlightLimits.SMALL) {
      response.setHeader("Connection", "close");
      throw Problem.of(
          413, "BODY_TOO_LARGE", "A sign-in request needs a small body with a Content-Length");
    }
    try (InFlightLimits.Slot all =
            inFlightLimits.enter(
                "bodies of strangers",
                MAX_UNAUTHENTICATED_BODIES,
                () ->
                    Problem.unavailable(
                        "TOO_MUCH_AT_ONCE",
                        "Too many concurrent sign-ins",
                        Duration.ofSeconds(2)));
        InFlightLimits.Slot own =
            inFlightLimits.enter(
                "body of " + ClientAddress.limitKey(request),
                MAX_UNAUTHENTICATED_BODIES_PER_ADDRESS,
                () -> InFlightLimits.tooMany(MAX_UNAUTHENTICATED_BODIES_PER_ADDRESS));
        ConnectionDeadlines.Watch watch = connectionDeadlines.watch(request)) {
      watch.startWaiting(); // for the whole request, because later filters read the form
      chain.doFilter(request, response);
    }
  }

  private void admit(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!hasBody(request)) {
      chain.doFilter(request, response);
      return;
    }
    try (InFlightLimits.Bytes bytes = inFlightLimits.bytes();
        ConnectionDeadlines.Watch watch = connectionDeadlines.watch(request)) {
      long declared = request.getContentLengthLong();
      if (isStreamed(request)) {
        bytes.reserve(declared < 0 ? LineBudget.BATCH : Math.min(declared, LineBudget.BATCH));
      } else if (declared > InFlightLimits.SMALL) {
        bytes.reserve(declared);
      }
      if (isForm(request) && holdsSecret(request, watch)) {
        response.sendError(UNPROCESSABLE);
        return;
      }
      BodyCount count =
          isStreamed(request)
              ? new LineBudget(bytes)
              : declared < 0 ? (buffer, offset, read) -> bytes.reserve(read) : BodyCount.NONE;
      chain.doFilter(new WatchedRequest(request, watch, count), response);
    }
  }

  private static boolean isForm(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null
        && type.startsWith("application/x-www-form-urlencoded")
        && request.getServletPath().endsWith(".xhtml");
  }

  /** In forms, values that are stored, such as a reason, are parameters and not the body. */
  private boolean holdsSecret(HttpServletRequest request, ConnectionDeadlines.Watch watch)
      throws IOException {
    request.setCharacterEncoding("UTF-8"); // as Faces does before it reads parameters
    watch.startWaiting();
    Collection<String[]> values;
    try {
      values = request.getParameterMap().values();
    } finally {
      watch.stopWaiting(0);
    }
    return values.stream().flatMap(Arrays::stream).anyMatch(secrets::containsValidToken);
  }

  private static boolean isStreamed(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.startsWith("application/x-ndjson");
  }

  /** Tells whether a body was announced, of whatever length. */
  public static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  /** A request whose body is counted and must keep arriving. */
  private static final class WatchedRequest extends HttpServletRequestWrapper {
    private final ConnectionDeadlines.Watch watch;
    private final BodyCount count;
    private @Nullable ServletInputStream body;

    WatchedRequest(HttpServletRequest request, ConnectionDeadlines.Watch watch, BodyCount count) {
      super(request);
      this.watch = watch;
      this.count = count;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      ServletInputStream known = body;
      if (known == null) {
        known = new Body(getRequest().getInputStream());
        body = known;
      }
      return known;
    }

    private final class Body extends ServletInputStream {
      private final ServletInputStream in;

      Body(ServletInputStream in) {
        this.in = in;
      }

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = 0;
        watch.startWaiting();
        try {
          read = in.read(buffer, offset, length);
        } finally {
          watch.stopWaiting(Math.max(read, 0));
        }
        if (read > 0) {
          count.received(buffer, offset, read);
        }
        return read;
      }

      @Override
      public boolean isFinished() {
        return in.isFinished();
      }

      @Override
      public boolean isReady() {
        return in.isReady();
      }

      @Override
      public void setReadListener(ReadListener listener) {
        in.setReadListener(listener);
      }
    }
  }
}
