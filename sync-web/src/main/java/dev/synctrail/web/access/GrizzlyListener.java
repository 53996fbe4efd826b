package dev.synctrail.web.access;

import dev.synctrail.web.rest.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpCodecFilter;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpProbe;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.http.util.MimeHeaders;
import org.glassfish.grizzly.memory.Buffers;

/** What {@link ListenerProblems} changes in a listener; apart, since Grizzly may not be there. */
final class GrizzlyListener {
  private static final Attribute<Request> LATEST =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(GrizzlyListener.class.getName());

  /** Without a slash in front; Payara refuses it with 400 and logs nothing. */
  private static final String UNREADABLE = "unreadable";

  private GrizzlyListener() {}

  /** Returns what removes it again. */
  static Runnable install(Object context) {
    FilterChain chain = ((FilterChainContext) context).getFilterChain();
    int codec = indexOfCodec(chain);
    HttpCodecFilter http = (HttpCodecFilter) chain.get(codec);
    HttpProbe probe = new ReadableRequests();
    Filter below = chain.get(codec - 1);
    Filter bodies = new ProblemBodies(below);
    http.getMonitoringConfig().addProbes(probe);
    // in its place, because requests that are under way know their place in the chain by number
    chain.set(codec - 1, bodies);
    return () -> {
      http.getMonitoringConfig().removeProbes(probe);
      chain.set(chain.indexOf(bodies), below);
    };
  }

  private static int indexOfCodec(FilterChain chain) {
    for (int i = 1; i < chain.size(); i++) {
      if (chain.get(i) instanceof HttpCodecFilter) {
        return i;
      }
    }
    throw new IllegalStateException("The listener has no HTTP codec");
  }

  private record Request(String method, String path) {
    static Request of(HttpRequestPacket packet) {
      String path = packet.getRequestURI();
      return new Request(String.valueOf(packet.getMethod()), path == null ? "" : path);
    }

    /** The empty reference where the path is none. */
    String instance() {
      try {
        return new URI(path).getRawPath();
      } catch (URISyntaxException e) {
        return "";
      }
    }
  }

  /**
   * Sees each request when its headers are read. Payara would answer some of them with an empty 200
   * and log a stack trace.
   */
  @SuppressWarnings("rawtypes") // as the probe declares it
  private static final class ReadableRequests extends HttpProbe.Adapter {
    private static final Pattern HOST =
        Pattern.compile(
            "(?:[A-Za-z0-9._~!$&'()*+,;=-]|%\\p{XDigit}{2})+(?::\\d{0,5})?"
                + "|\\[[\\p{XDigit}:.]+](?::\\d{0,5})?");
    private static final Pattern HALF_ESCAPED = Pattern.compile("%(?!\\p{XDigit}{2})");

    @Override
    public void onHeaderParseEvent(Connection connection, HttpHeader header, int size) {
      if (header instanceof HttpRequestPacket request) {
        LATEST.set(connection, Request.of(request));
        if (HALF_ESCAPED.matcher(String.valueOf(request.getRequestURI())).find()
            || !isHostReadable(request.getHeaders())) {
          request.setRequestURI(UNREADABLE);
          request.getHeaders().setValue(Header.Host).setString("localhost");
        }
      }
    }

    /** A request of HTTP/1.0 needs none, and the codec refuses a later one without. */
    private static boolean isHostReadable(MimeHeaders headers) {
      var hosts = headers.values(Header.Host).iterator();
      if (!hosts.hasNext()) {
        return true;
      }
      String only = hosts.next();
      return !hosts.hasNext() && HOST.matcher(only).matches();
    }

    @Override
    public void onErrorEvent(Connection connection, HttpPacket packet, Throwable error) {
      if (packet instanceof HttpRequestPacket request) {
        LATEST.set(connection, Request.of(request));
        if (isTooLarge(error)) {
          HttpStatus.newHttpStatus(431, "Request Header Fields Too Large")
              .setValues(request.getResponse());
        }
      }
    }

    private static boolean isTooLarge(Throwable error) {
      return error instanceof MimeHeaders.MaxHeaderCountExceededException
          || String.valueOf(error.getMessage()).endsWith("is too large");
    }
  }

  /** Gives a body to an error that has none; everything else passes as it is. */
  private static final class ProblemBodies implements Filter {
    private static final Pattern BARE =
        Pattern.compile(
            "HTTP/1\\.[01] ([45]\\d\\d) [^\r]*\r\n.*?(content-length: 0\r\n).*\r\n",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 2_048;

    private final Filter below;

    ProblemBodies(Filter below) {
      this.below = below;
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) throws IOException {
      if (context.getMessage() instanceof Buffer response) {
        Request request = LATEST.get(context.getConnection());
        if (request != null && !request.method().equals("HEAD") && isError(response)) {
          addProblem(context, response, request);
        }
      }
      return below.handleWrite(context);
    }

    private static boolean isError(Buffer response) {
      int status = response.position() + "HTTP/1.1 ".length();
      return response.remaining() > status
          && response.remaining() <= LONGEST
          && response.get(response.position()) == 'H'
          && (response.get(status) == '4' || response.get(status) == '5');
    }

    private static void addProblem(FilterChainContext context, Buffer response, Request request) {
      String head = response.toStringContent(StandardCharsets.ISO_8859_1);
      var bare = BARE.matcher(head);
      if (!bare.matches() || head.toLowerCase(Locale.ROOT).contains("\r\ncontent-type:")) {
        return;
      }
      int status = Integer.parseInt(bare.group(1));
      byte[] body =
          Problem.ofServer(status, "The server cannot take this request")
              .toJson(request.instance())
              .toString()
              .getBytes(StandardCharsets.UTF_8);
      String described =
          head.substring(0, bare.start(2))
              + "Content-Type: "
              + Problem.MEDIA_TYPE
              + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Length: "
              + body.length
              + "\r\n"
              + head.substring(bare.end(2));
      var memory = context.getConnection().getMemoryManager();
      context.setMessage(
          Buffers.appendBuffers(
              memory,
              Buffers.wrap(memory, described.getBytes(StandardCharsets.ISO_8859_1)),
              Buffers.wrap(memory, body)));
    }

    @Override
    public void onAdded(FilterChain chain) {}

    @Override
    public void onRemoved(FilterChain chain) {}

    @Override
    public void onFilterChainChanged(FilterChain chain) {
      below.onFilterChainChanged(chain);
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
      return below.handleRead(context);
    }

    @Override
    public NextAction handleConnect(FilterChainContext context) throws IOException {
      return below.handleConnect(context);
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) throws IOException {
      return below.handleAccept(context);
    }

    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event)
        throws IOException {
      return below.handleEvent(context, event);
    }

    @Override
    public NextAction handleClose(FilterChainContext context) throws IOException {
      return below.handleClose(context);
    }

    @Override
    public void exceptionOccurred(FilterChainContext context, Throwable error) {
      below.exceptionOccurred(context, error);
    }
  }
}
