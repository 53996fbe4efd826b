package dev.synctrail.web.access;

import dev.synctrail.web.rest.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.memory.Buffers;

/**
 * Counts new connections, and adds a problem document to each error response without a body.
 * Delegates everything to the filter that it replaces.
 */
final class ListenerFilter implements Filter {
  private static final Pattern ERROR_WITHOUT_BODY =
      Pattern.compile(
          "HTTP/1\\.[01] ([45]\\d\\d) [^\r]*\r\n.*?(content-length: 0\r\n).*\r\n",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final int MAX_RESPONSE_HEADERS = 2_048;

  private final Filter replaced;
  private final GrizzlyListener listener;

  ListenerFilter(Filter replaced, GrizzlyListener listener) {
    this.replaced = replaced;
    this.listener = listener;
  }

  @Override
  public NextAction handleAccept(FilterChainContext context) throws IOException {
    return listener.accept(context.getConnection())
        ? replaced.handleAccept(context)
        : context.getStopAction();
  }

  @Override
  public NextAction handleWrite(FilterChainContext context) throws IOException {
    if (context.getMessage() instanceof Buffer response && isError(response)) {
      ReceivedRequest request = listener.state(context.getConnection()).latest();
      if (request != null && !request.method().equals("HEAD")) {
        addProblem(context, response, request);
      }
    }
    return replaced.handleWrite(context);
  }

  private static boolean isError(Buffer response) {
    int status = response.position() + "HTTP/1.1 ".length();
    return response.remaining() > status
        && response.remaining() <= MAX_RESPONSE_HEADERS
        && response.get(response.position()) == 'H'
        && (response.get(status) == '4' || response.get(status) == '5');
  }

  private static void addProblem(
      FilterChainContext context, Buffer response, ReceivedRequest request) {
    String headers = response.toStringContent(StandardCharsets.ISO_8859_1);
    var error = ERROR_WITHOUT_BODY.matcher(headers);
    if (!error.matches() || headers.toLowerCase(Locale.ROOT).contains("\r\ncontent-type:")) {
      return;
    }
    byte[] body =
        Problem.ofServer(Integer.parseInt(error.group(1)), "The server cannot process this request")
            .toJson(request.instance())
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    String replacement =
        headers.substring(0, error.start(2))
            + "Content-Type: "
            + Problem.MEDIA_TYPE
            + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Length: "
            + body.length
            + "\r\n"
            + headers.substring(error.end(2));
    var memory = context.getConnection().getMemoryManager();
    context.setMessage(
        Buffers.appendBuffers(
            memory,
            Buffers.wrap(memory, replacement.getBytes(StandardCharsets.ISO_8859_1)),
            Buffers.wrap(memory, body)));
  }

  @Override
  public void onAdded(FilterChain chain) {}

  @Override
  public void onRemoved(FilterChain chain) {}

  @Override
  public void onFilterChainChanged(FilterChain chain) {
    replaced.onFilterChainChanged(chain);
  }

  @Override
  public NextAction handleRead(FilterChainContext context) throws IOException {
    return replaced.handleRead(context);
  }

  @Override
  public NextAction handleConnect(FilterChainContext context) throws IOException {
    return replaced.handleConnect(context);
  }

  @Override
  public NextAction handleEvent(FilterChainContext context, FilterChainEvent event)
      throws IOException {
    return replaced.handleEvent(context, event);
  }

  @Override
  public NextAction handleClose(FilterChainContext context) throws IOException {
    return replaced.handleClose(context);
  }

  @Override
  public void exceptionOccurred(FilterChainContext context, Throwable error) {
    replaced.exceptionOccurred(context, error);
  }
}
