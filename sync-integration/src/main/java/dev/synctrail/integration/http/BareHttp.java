package dev.synctrail.integration.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request once over HTTP/1.1 and reads the response. It does not retry, follow redirects,
 * store cookies, decompress bodies or answer authentication challenges.
 *
 * <p>A request that may change data gets a new connection. On a reused connection, the other side
 * may just have closed it, and then it is unknown whether the request arrived.
 *
 * <p>{@link HttpSettings#answerTimeout} limits the whole exchange and closes the connection, which
 * the interrupt of a MicroProfile {@code @Timeout} cannot. The bulkhead can be configured as
 * MicroProfile Fault Tolerance defines, with {@code
 * dev.synctrail.integration.http.BareHttp/exchange/Bulkhead/value}.
 */
@ApplicationScoped
class BareHttp {
  private static final String WIRE = BareHttp.class.getName();

  // At debug level these loggers write headers and bodies. The references keep the level: a logger
  // that is not referenced may be collected.
  private static final List<Logger> WIRE_LOGGERS =
      List.of(
          Logger.getLogger("org.apache.hc.client5.http.wire"),
          Logger.getLogger("org.apache.hc.client5.http.headers"));

  /** Largest size of the response headers in bytes. */
  private static final int HEAD_LIMIT = 65_536;

  private static final int BUFFER = 8_192;

  /** The connection factory does not pass its configuration to the parsers. */
  private static final Http1Config HEAD =
      Http1Config.custom()
          .setBufferSize(BUFFER)
          .setMaxLineLength(HEAD_LIMIT + BUFFER)
          .setMaxHeaderCount(Integer.MAX_VALUE)
          .build();

  private final CloseableHttpClient reading;
  private final CloseableHttpClient changing;
  private final Duration answerTimeout;

  @Inject
  BareHttp(HttpSettings settings) {
    WIRE_LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    this.answerTimeout = settings.answerTimeout();
    this.reading = client(settings).build();
    this.changing =
        client(settings).setConnectionReuseStrategy((request, answer, context) -> false).build();
  }

  private static HttpClientBuilder client(HttpSettings settings) {
    Timeout answer = Timeout.of(settings.answerTimeout());
    Timeout connect = Timeout.of(settings.connectTimeout());
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(Tls.strategy(settings))
                    .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder()
                            .http1Config(HEAD)
                            .responseParserFactory(given -> boundedHead())
                            .build())
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(connect)
                            .setSocketTimeout(answer)
                            .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                            .setTimeToLive(TimeValue.ofMinutes(5))
                            .build())
                    .setMaxConnPerRoute(settings.connections())
                    .setMaxConnTotal(settings.connections() * 4)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(connect)
                    .setResponseTimeout(answer)
                    .setConnectionKeepAlive(TimeValue.ofSeconds(20))
                    .setProtocolUpgradeEnabled(false)
                    .setAuthenticationEnabled(false)
                    .setRedirectsEnabled(false)
                    .build())
            .setRequestExecutor(new SendMarkingExecutor())
            .setDefaultAuthSchemeRegistry(name -> null)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .disableAuthCaching()
            .disableConnectionState()
            .disableDefaultUserAgent();
    if (settings.proxy() != null) {
      builder.setProxy(HttpHost.create(settings.proxy()));
    }
    return builder;
  }

  /** Returns a parser that reads at most {@link #HEAD_LIMIT} bytes of response headers. */
  private static HttpMessageParser<ClassicHttpResponse> boundedHead() {
    HttpMessageParser<ClassicHttpResponse> delegate = new DefaultHttpResponseParser(HEAD);
    return (buffer, in) -> delegate.parse(buffer, new BoundedHeadStream(in));
  }

  /**
   * Sends the request and reports the progress to {@code wire}. Failures of the transport are
   * reported there and not thrown.
   */
  @Bulkhead(128)
  void exchange(Outgoing out, Wire wire) {
    HttpUriRequestBase request = new HttpUriRequestBase(out.method(), out.url());
    out.headers().forEach(header -> request.addHeader(header.name(), header.value()));
    if (out.body() != null) {
      request.setEntity(new ByteArrayEntity(out.body().bytes(), null));
    }
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(WIRE, wire);
    AtomicBoolean late = new AtomicBoolean();
    CompletableFuture<@Nullable Void> deadline = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> cut =
        deadline
            .completeOnTimeout(null, answerTimeout.toMillis(), MILLISECONDS)
            .thenRun(
                () -> {
                  late.set(true);
                  request.cancel();
                });
    try {
      CloseableHttpClient client = out.method().equals("GET") ? reading : changing;
      client.execute(request, context, answer -> read(answer, out, wire, request));
    } catch (IOException | RuntimeException e) {
      wire.failed(failure(e, out, wire, late.get()));
    } finally {
      deadline.cancel(false);
      cut.cancel(false);
    }
  }

  private static @Nullable Void read(
      ClassicHttpResponse answer, Outgoing out, Wire wire, HttpUriRequestBase request)
      throws IOException {
    wire.head(
        answer.getCode(),
        Arrays.stream(answer.getHeaders())
            .map(line -> new Header(line.getName(), String.valueOf(line.getValue())))
            .toList());
    HttpEntity entity = answer.getEntity();
    if (entity != null) {
      ByteArrayOutputStream sink = new ByteArrayOutputStream();
      try {
        if (!drain(entity.getContent(), sink)) {
          wire.body(
              Snapshot.of(Arrays.copyOf(sink.toByteArray(), PayloadReference.KEPT_OF_OVERSIZE)));
          wire.failed(
              Failure.of(
                  FailureClass.ANSWER_TOO_LARGE,
                  out.name()
                      + ": the response is larger than "
                      + Snapshot.RESPONSE_LIMIT
                      + " bytes"));
          request.cancel();
          return null;
        }
      } finally {
        if (wire.end(null).body() == null && sink.size() > 0) {
          wire.body(Snapshot.ofAnswer(sink.toByteArray()));
        }
      }
    }
    wire.whole();
    return null;
  }

  private static boolean drain(InputStream in, ByteArrayOutputStream sink) throws IOException {
    byte[] chunk = new byte[16_384];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      sink.write(chunk, 0, read);
      if (sink.size() > Snapshot.RESPONSE_LIMIT) {
        return false;
      }
    }
    return true;
  }

  private static Failure failure(Exception e, Outgoing out, Wire wire, boolean late) {
    ExchangeResult soFar = wire.end(null);
    if (soFar.failure() != null) {
      return soFar.failure();
    }
    if (!wire.hasLeft()) {
      return Failure.of(FailureClass.CONNECT_FAILED, out.name() + ": " + connectFailure(e, late));
    }
    if (late || e instanceof SocketTimeoutException) {
      return Failure.of(FailureClass.TIMEOUT, out.name() + ": no complete response in time");
    }
    if (e instanceof MessageConstraintException) {
      return Failure.of(
          FailureClass.ANSWER_TOO_LARGE,
          out.name() + ": the response headers are larger than " + HEAD_LIMIT + " bytes");
    }
    boolean protocol =
        e.getCause() instanceof HttpException
            || e instanceof MalformedChunkCodingException
            || e instanceof RuntimeException;
    boolean cut =
        e instanceof ConnectionClosedException
            && !(e instanceof NoHttpResponseException)
            && soFar.status() != null;
    if (protocol || cut) {
      return Failure.of(
          FailureClass.MALFORMED_ANSWER,
          out.name() + (cut ? ": the response was truncated" : ": the response is not HTTP"));
    }
    return Failure.of(
        FailureClass.CONNECTION_RESET,
        out.name() + ": the connection was closed before the response");
  }

  private static String connectFailure(Exception e, boolean late) {
    if (e instanceof UnknownHostException) {
      return "unknown host (DNS)";
    }
    if (e instanceof SSLException) {
      return "TLS handshake failed: certificate or protocol not accepted";
    }
    if (late || e instanceof SocketTimeoutException) {
      return "connection timed out";
    }
    return "connection failed (" + e.getClass().getSimpleName() + ")";
  }

  @PreDestroy
  void close() {
    reading.close(CloseMode.GRACEFUL);
    changing.close(CloseMode.GRACEFUL);
  }

  /** The beginning of a response, limited to the largest size of its headers. */
  private static final class BoundedHeadStream extends FilterInputStream {
    private int read;

    BoundedHeadStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int some = super.read(into, from, most);
      count(Math.max(0, some));
      return some;
    }

    /** The buffer that completes the headers may also contain the beginning of the body. */
    private void count(int more) throws MessageConstraintException {
      read += more;
      if (read > HEAD_LIMIT + BUFFER) {
        throw new MessageConstraintException("The response headers are too large");
      }
    }
  }

  /** Marks the moment from which the other side may have received the request. */
  private static final class SendMarkingExecutor extends HttpRequestExecutor {
    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        @Nullable HttpResponseInformationCallback callback,
        HttpContext context)
        throws IOException, HttpException {
      if (!request.getMethod().equals("CONNECT")
          && context.getAttribute(WIRE) instanceof Wire wire) {
        wire.leaving();
      }
      return super.execute(request, connection, callback, context);
    }
  }
}
