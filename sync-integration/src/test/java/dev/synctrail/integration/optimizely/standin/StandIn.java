package dev.synctrail.integration.optimizely.standin;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.ExceptionListener;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.io.HttpRequestHandler;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * A server with the Optimizely API for the definitions of a site, so that tests can push to it and
 * inject all failures of networks and platforms.
 *
 * <p>Every request is added to the {@link #ledger} before anything else happens to it. Faults are
 * scripted per request ({@link #script}). Another process can do the same over {@code /_standin/}
 * (see {@link Control}). All data is kept in memory.
 */
public final class StandIn implements AutoCloseable {
  /** The client id, unless the builder defines others. */
  public static final String CLIENT_ID = "standin-client";

  /** The secret of {@link #CLIENT_ID}. */
  public static final String CLIENT_SECRET = "standin-secret";

  private static final byte[] MALFORMED = "{\"key\": \"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOT_HTTP =
      "220 smtp.example.org ESMTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final ThreadLocal<@Nullable Line> LINE = new ThreadLocal<>();

  private final Clock clock;
  private final Ledger ledger = new Ledger();
  private final Script script = new Script();
  private final Map<String, Hold> holds = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong connections = new AtomicLong();
  private final Stores stores;
  private final ResourceStore types;
  private final Tokens tokens;
  private final CmsApi cms;
  private final Function<Ledger.Entry, Reply> api;
  private final Control control;
  private final HttpServer server;
  private final String basePath;
  private volatile Settings settings;

  private StandIn(Builder builder) {
    this.clock = builder.clock;
    this.settings = builder.settings;
    this.basePath = builder.basePath;
    this.stores = new Stores(clock);
    this.types = stores.of(Kind.CONTENT_TYPES);
    this.tokens = new Tokens(clock, builder.clients);
    this.cms = new CmsApi(stores, tokens, () -> settings, basePath);
    this.api = builder.api == null ? cms::answer : builder.api;
    this.control = new Control(this);
    HttpRequestHandler handler = (request, response, context) -> handle(request, response);
    this.server =
        ServerBootstrap.bootstrap()
            .setListenerPort(builder.port)
            .setLocalAddress(InetAddress.getLoopbackAddress())
            .setSocketConfig(SocketConfig.custom().setSoReuseAddress(true).build())
            .setRequestRouter((request, context) -> handler)
            .setConnectionFactory(new Lines())
            .setExceptionListener(ExceptionListener.NO_OP)
            .create();
  }

  /** Starts a stand-in with the default settings on a free port. */
  public static StandIn start() {
    return builder().start();
  }

  /** Returns a builder for other settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Runs a stand-in until the process ends, for the sandbox of the launcher.
   *
   * @param arguments the port, then client id and secret unless the defaults apply
   */
  public static void main(String... arguments) throws InterruptedException {
    Builder builder = builder();
    if (arguments.length > 0) {
      builder.port(Integer.parseInt(arguments[0]));
    }
    if (arguments.length > 2) {
      builder.client(arguments[1], arguments[2]);
    }
    try (StandIn standIn = builder.start()) {
      System.out.println("stand-in ready at " + standIn.baseUrl());
      standIn.closed.await();
    }
  }

  /** Returns the base URL of the platform, without the version. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port() + basePath);
  }

  /** Returns the port on which it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** Returns the requests received. */
  public Ledger ledger() {
    return ledger;
  }

  /** Adds faults; the first rule that applies to a request wins. */
  public void script(Rule... rules) {
    Arrays.stream(rules).forEach(script::add);
  }

  /** Removes the pending faults. */
  public void clearScript() {
    script.clear();
  }

  /** Returns the hold with this name, creating it on first use. */
  public Hold hold(String name) {
    return holds.computeIfAbsent(name, key -> new Hold());
  }

  /** Returns the current behaviour. */
  public Settings settings() {
    return settings;
  }

  /** Changes the behaviour from the next request on; without any lag, all replicas catch up. */
  public void settings(UnaryOperator<Settings> change) {
    settings = change.apply(settings);
    if (!settings.lags()) {
      stores.catchUp();
    }
  }

  /**
   * Stores a type as a manual edit by others does, in the spelling of v1 and without validation.
   *
   * @param json an object with at least a {@code key}
   */
  public void edit(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObjectBuilder type = Json.createObjectBuilder(reader.readObject());
      types.put(type.build(), "somebody", settings.withStaleReads(0));
    }
  }

  /** Removes a type as a manual removal by others does. */
  public void remove(String key) {
    types.remove(key, Settings.DEFAULTS);
  }

  /** Creates content of this type, so that it cannot be deleted. */
  public void use(String key) {
    types.use(key);
  }

  /** Returns the actual state in the spelling of v1, regardless of lagging reads. */
  public Optional<JsonObject> stored(String key) {
    return types.current(key).map(ResourceStore.Stored::content);
  }

  /** Returns the keys of all types that actually exist, in order. */
  public List<String> keys() {
    return types.all().stream().map(type -> type.content().getString("key")).toList();
  }

  /** Revokes every token issued so far. */
  public void revokeTokens() {
    tokens.revoke();
  }

  /** Removes all data, ledger, faults and tokens, and releases every hold. */
  public void reset() {
    holds.values().forEach(Hold::release);
    holds.clear();
    script.clear();
    stores.clear();
    tokens.revoke();
    ledger.clear();
  }

  @Override
  public void close() {
    closed.countDown();
    holds.values().forEach(Hold::release);
    server.close(CloseMode.IMMEDIATE);
  }

  private void handle(ClassicHttpRequest request, ClassicHttpResponse response) throws IOException {
    Instant receivedAt = clock.instant();
    Line connection = current();
    String target = request.getPath() == null ? "/" : request.getPath();
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    if (path.startsWith(Control.PATH)) {
      byte[] body = read(request).toByteArray();
      send(response, control.answer(request.getMethod(), target, body));
      return;
    }
    Fault fault =
        script.next(request.getMethod(), path, cms.inVersion(path)).orElse(Fault.answer());
    List<Ledger.Header> headers = new ArrayList<>();
    Arrays.stream(request.getHeaders())
        .forEach(header -> headers.add(new Ledger.Header(header.getName(), header.getValue())));
    boolean unread = fault.outcome() == Fault.Outcome.RESET_BEFORE_BODY;
    Received body = unread ? new Received(new byte[0], null) : receive(request);
    Ledger.Entry entry =
        ledger.add(
            connection.number,
            receivedAt,
            request.getMethod(),
            target,
            headers,
            body.bytes,
            body.broken == null && !unread);
    if (body.broken != null) {
      throw body.broken;
    }
    behave(fault, entry, response, connection);
  }

  private void behave(
      Fault fault, Ledger.Entry entry, ClassicHttpResponse response, Line connection)
      throws IOException {
    boolean answered = fault.outcome() == Fault.Outcome.ANSWER || fault.applied();
    Reply proper = answered ? api.apply(entry) : Reply.empty(200);
    for (Map.Entry<String, String> header : fault.headers().entrySet()) {
      proper = proper.header(header.getKey(), header.getValue());
    }
    delay(fault);
    switch (fault.outcome()) {
      case ANSWER -> send(response, proper);
      case STATUS -> send(response, scripted(fault));
      case EMPTY -> send(response, proper.withBody(null));
      case GZIPPED ->
          send(response, proper.withBody(gzip(proper.body())).header("Content-Encoding", "gzip"));
      case MALFORMED ->
          send(response, proper.withBody(MALFORMED).header("Content-Type", "application/json"));
      case OVERSIZED -> {
        send(response, proper.withBody(null));
        response.setEntity(new Flood(fault.size()));
      }
      case TRUNCATED -> {
        byte[] whole = proper.body() == null ? MALFORMED : proper.body();
        send(response, proper.withBody(null));
        response.setEntity(new Torn(whole, connection));
      }
      case DRIBBLED -> {
        byte[] whole = proper.body() == null ? MALFORMED : proper.body();
        send(response, proper.withBody(null));
        response.setEntity(new Dribbled(whole, fault.delay(), closed));
      }
      case NOT_HTTP -> {
        connection.write(NOT_HTTP);
        connection.close(CloseMode.GRACEFUL);
        throw new IOException("Answered with something else, as scripted");
      }
      case RESET, RESET_BEFORE_BODY -> {
        connection.reset();
        throw new IOException("Reset, as scripted");
      }
    }
  }

  private static byte[] gzip(byte @Nullable [] plain) throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(sink)) {
      out.write(plain == null ? new byte[0] : plain);
    }
    return sink.toByteArray();
  }

  private static Reply scripted(Fault fault) {
    String text = fault.body();
    Reply reply =
        text == null
            ? scriptedProblem(fault.status())
            : Reply.text(fault.status(), "application/json", text);
    for (Map.Entry<String, String> header : fault.headers().entrySet()) {
      reply = reply.header(header.getKey(), header.getValue());
    }
    return reply;
  }

  /** A problem response; the rate limit of the platform answers with plain JSON. */
  private static Reply scriptedProblem(int status) {
    Reply problem = Reply.problem(status, "Scripted", "As the script says", null);
    return status == 429 ? problem.header("Content-Type", "application/json") : problem;
  }

  private void delay(Fault fault) throws IOException {
    try {
      if (!fault.delay().isZero() && fault.outcome() != Fault.Outcome.DRIBBLED) {
        boolean ended = closed.await(fault.delay().toMillis(), TimeUnit.MILLISECONDS);
        if (ended) {
          throw new IOException("The stand-in was closed");
        }
      }
      if (fault.hold() != null) {
        hold(fault.hold()).pass();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The stand-in was closed", e);
    }
  }

  private static void send(ClassicHttpResponse response, Reply reply) {
    response.setCode(reply.status());
    reply.headers().forEach(response::setHeader);
    byte[] body = reply.body();
    if (body != null) {
      ContentType type =
          ContentType.parse(reply.headers().getOrDefault("Content-Type", "application/json"));
      response.removeHeaders("Content-Type");
      response.setEntity(new ByteArrayEntity(body, type));
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Received(byte[] bytes, @Nullable IOException broken) {}

  private static Received receive(ClassicHttpRequest request) {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    try {
      copy(request.getEntity(), sink);
      return new Received(sink.toByteArray(), null);
    } catch (IOException e) {
      return new Received(sink.toByteArray(), e);
    }
  }

  private static ByteArrayOutputStream read(ClassicHttpRequest request) throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    copy(request.getEntity(), sink);
    return sink;
  }

  private static void copy(@Nullable HttpEntity entity, OutputStream sink) throws IOException {
    if (entity != null) {
      try (InputStream in = entity.getContent()) {
        in.transferTo(sink);
      }
    }
  }

  private static Line current() {
    Line current = LINE.get();
    if (current == null) {
      throw new IllegalStateException("A request came without a connection");
    }
    return current;
  }

  private final class Lines implements HttpConnectionFactory<Line> {
    @Override
    public Line createConnection(Socket socket) throws IOException {
      Line created = new Line(connections.incrementAndGet());
      created.bind(socket);
      return created;
    }
  }

  /** A connection that can be broken in ways that a regular server does not allow. */
  private static final class Line extends DefaultBHttpServerConnection {
    final long number;
    private @Nullable Socket socket;

    Line(long number) {
      super("http", Http1Config.DEFAULT);
      this.number = number;
    }

    @Override
    public void bind(Socket bound) throws IOException {
      socket = bound;
      super.bind(bound);
    }

    @Override
    public @Nullable ClassicHttpRequest receiveRequestHeader()
        throws IOException, org.apache.hc.core5.http.HttpException {
      LINE.set(this);
      return super.receiveRequestHeader();
    }

    void write(byte[] raw) throws IOException {
      if (socket != null) {
        socket.getOutputStream().write(raw);
        socket.getOutputStream().flush();
      }
    }

    void reset() throws IOException {
      if (socket != null) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    }
  }

  /** A body that declares its length and ends half-way. */
  private static final class Torn extends AbstractHttpEntity {
    private final byte[] whole;
    private final Line connection;

    Torn(byte[] whole, Line connection) {
      super(ContentType.APPLICATION_JSON, null);
      this.whole = whole;
      this.connection = connection;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(whole, 0, whole.length / 2);
      out.flush();
      connection.close(CloseMode.GRACEFUL);
      throw new IOException("Broken off, as scripted");
    }

    @Override
    public InputStream getContent() {
      return InputStream.nullInputStream();
    }

    @Override
    public boolean isStreaming() {
      return true;
    }

    @Override
    public long getContentLength() {
      return whole.length;
    }

    @Override
    public void close() {}
  }

  /** A body that is sent byte by byte. */
  private static final class Dribbled extends AbstractHttpEntity {
    private final byte[] whole;
    private final Duration pause;
    private final CountDownLatch closed;

    Dribbled(byte[] whole, Duration pause, CountDownLatch closed) {
      super(ContentType.APPLICATION_JSON, null);
      this.whole = whole;
      this.pause = pause;
      this.closed = closed;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      for (byte next : whole) {
        out.write(next);
        out.flush();
        pause();
      }
    }

    private void pause() throws IOException {
      try {
        if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException("The stand-in was closed");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("The stand-in was closed", e);
      }
    }

    @Override
    public InputStream getContent() {
      return InputStream.nullInputStream();
    }

    @Override
    public boolean isStreaming() {
      return true;
    }

    @Override
    public long getContentLength() {
      return whole.length;
    }

    @Override
    public void close() {}
  }

  /** A JSON text of the given size. */
  private static final class Flood extends AbstractHttpEntity {
    private final long size;

    Flood(long size) {
      super(ContentType.APPLICATION_JSON, null);
      this.size = size;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      byte[] chunk = new byte[8192];
      Arrays.fill(chunk, (byte) ' ');
      for (long left = size - 2; left > 0; left -= chunk.length) {
        out.write(chunk, 0, (int) Math.min(left, chunk.length));
      }
      out.write(new byte[] {'{', '}'});
    }

    @Override
    public InputStream getContent() {
      return InputStream.nullInputStream();
    }

    @Override
    public boolean isStreaming() {
      return true;
    }

    @Override
    public long getContentLength() {
      return size;
    }

    @Override
    public void close() {}
  }

  /** Configures a stand-in before it starts. */
  public static final class Builder {
    private final Map<String, String> clients = new LinkedHashMap<>();
    private Clock clock = Clock.systemUTC();
    private Settings settings = Settings.DEFAULTS;
    private String basePath = "";
    private @Nullable Function<Ledger.Entry, Reply> api;
    private int port;

    private Builder() {
      clients.put(CLIENT_ID, CLIENT_SECRET);
    }

    /** Listens on this port; 0, the default, selects a free one. */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /** Accepts this client in addition. */
    public Builder client(String id, String secret) {
      clients.put(id, secret);
      return this;
    }

    /** Serves another API than that of Optimizely; faults, ledger and connections stay the same. */
    public Builder speaking(Function<Ledger.Entry, Reply> other) {
      api = other;
      return this;
    }

    /** Uses this clock. */
    public Builder clock(Clock other) {
      clock = other;
      return this;
    }

    /**
     * Serves only below this path. By default it serves below the root, as the SaaS platform does,
     * and below {@code /_cms}, as a self-hosted CMS does.
     */
    public Builder basePath(String path) {
      basePath = path;
      return this;
    }

    /** Changes the initial behaviour. */
    public Builder settings(UnaryOperator<Settings> change) {
      settings = change.apply(settings);
      return this;
    }

    /**
     * Starts the stand-in.
     *
     * @throws UncheckedIOException when the port is in use
     */
    public StandIn start() {
      StandIn created = new StandIn(this);
      try {
        created.server.start();
      } catch (IOException e) {
        throw new UncheckedIOException("The stand-in cannot listen on port " + port, e);
      }
      return created;
    }
  }
}
