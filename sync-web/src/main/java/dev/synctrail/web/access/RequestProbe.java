package dev.synctrail.web.access;

import java.util.regex.Pattern;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpPacketParsing;
import org.glassfish.grizzly.http.HttpProbe;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.http.util.MimeHeaders;

/**
 * Is notified by the HTTP codec: limits headers while they arrive, and replaces a path or {@code
 * Host} that cannot be parsed. Payara would return an empty 200 for them and log a stack trace.
 */
@SuppressWarnings("rawtypes") // as HttpProbe declares it
final class RequestProbe extends HttpProbe.Adapter {
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9._~!$&'()*+,;=-]|%\\p{XDigit}{2})+(?::\\d{0,5})?"
              + "|\\[[\\p{XDigit}:.]+](?::\\d{0,5})?");
  private static final Pattern INVALID_ESCAPE = Pattern.compile("%(?!\\p{XDigit}{2})");

  /** A path without a leading slash: Payara rejects it with 400 and logs nothing. */
  private static final String REJECTED_PATH = "malformed";

  /** Where the codec keeps the request that it is reading. */
  private static final Attribute<HttpRequestPacket> CURRENT =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(
          HttpServerFilter.HTTP_SERVER_REQUEST_ATTR_NAME);

  private final GrizzlyListener listener;

  RequestProbe(GrizzlyListener listener) {
    this.listener = listener;
  }

  @Override
  public void onDataReceivedEvent(Connection connection, Buffer received) {
    HttpRequestPacket request = CURRENT.get(connection);
    if (!(request instanceof HttpPacketParsing parsing)) {
      return;
    }
    GrizzlyListener.State state = listener.state(connection);
    if (parsing.isHeaderParsed() && request.isSkipRemainder() && !request.isChunked()) {
      state.discarding();
    } else if (!parsing.isHeaderParsed() || request.isSkipRemainder() || state.isIncomplete()) {
      state.received(received.remaining()); // trailers of a chunked body are kept like headers
    }
  }

  @Override
  public void onHeaderParseEvent(Connection connection, HttpHeader header, int size) {
    if (header instanceof HttpRequestPacket request) {
      GrizzlyListener.State state = listener.state(connection);
      state.setLatest(received(request));
      if (!request.isChunked()) {
        state.complete();
      }
      if (INVALID_ESCAPE.matcher(String.valueOf(request.getRequestURI())).find()
          || !isHostValid(request.getHeaders())) {
        request.setRequestURI(REJECTED_PATH);
        request.getHeaders().setValue(Header.Host).setString("localhost");
      }
    }
  }

  /** A chunked request goes to the application when the size of its first chunk is known. */
  @Override
  public void onContentChunkParseEvent(Connection connection, HttpContent content) {
    listener.state(connection).complete();
  }

  /** HTTP/1.0 needs no host, and the codec rejects a later version without one. */
  private static boolean isHostValid(MimeHeaders headers) {
    var hosts = headers.values(Header.Host).iterator();
    if (!hosts.hasNext()) {
      return true;
    }
    String first = hosts.next();
    return !hosts.hasNext() && HOST.matcher(first).matches();
  }

  @Override
  public void onErrorEvent(Connection connection, HttpPacket packet, Throwable error) {
    if (packet instanceof HttpRequestPacket request) {
      listener.state(connection).setLatest(received(request));
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

  private static ReceivedRequest received(HttpRequestPacket packet) {
    String path = packet.getRequestURI();
    return new ReceivedRequest(String.valueOf(packet.getMethod()), path == null ? "" : path);
  }
}
