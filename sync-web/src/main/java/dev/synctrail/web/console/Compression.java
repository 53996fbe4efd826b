package dev.synctrail.web.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compresses pages, style sheets and scripts for browsers that accept gzip. It keeps the compressed
 * answer until it is complete, so that an error page can still replace it. Downloads and streams
 * have other addresses and are not kept.
 */
@WebFilter(
    urlPatterns = {"*.xhtml", "/webjars/*", "/api-docs/*"},
    asyncSupported = true)
public class Compression extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Pattern GZIP =
      Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))", Pattern.CASE_INSENSITIVE);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String accepted = request.getHeader("Accept-Encoding");
    response.addHeader("Vary", "Accept-Encoding");
    if (accepted == null || !GZIP.matcher(accepted).find() || request.getHeader("Range") != null) {
      chain.doFilter(request, response);
      return;
    }
    Compressed compressed = new Compressed(response);
    chain.doFilter(request, compressed);
    compressed.send(!request.getMethod().equals("HEAD"));
  }

  private static final class Compressed extends HttpServletResponseWrapper {
    private @Nullable Body body;
    private @Nullable PrintWriter writer;

    Compressed(HttpServletResponse response) {
      super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      Body stream = body;
      if (stream == null) {
        stream = new Body();
        body = stream;
      }
      return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
      PrintWriter text = writer;
      if (text == null) {
        text = new PrintWriter(new OutputStreamWriter(getOutputStream(), getCharacterEncoding()));
        writer = text;
      }
      return text;
    }

    /** Does nothing, because it is not the length of the compressed answer. */
    @Override
    public void setContentLength(int length) {}

    @Override
    public void setContentLengthLong(long length) {}

    @Override
    public void setHeader(String name, String value) {
      if (!name.equalsIgnoreCase("Content-Length")) {
        super.setHeader(name, value);
      }
    }

    /** Does nothing, because the answer is sent when it is complete. */
    @Override
    public void flushBuffer() {}

    @Override
    public void reset() {
      super.reset();
      discard();
    }

    @Override
    public void resetBuffer() {
      super.resetBuffer();
      discard();
    }

    @Override
    public void sendError(int status) throws IOException {
      discard();
      super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      discard();
      super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
      discard();
      super.sendRedirect(location);
    }

    private void discard() {
      body = null;
      writer = null;
    }

    /**
     * Sends the answer; for HEAD only its headers, because over HTTP/2 the server would send all.
     */
    void send(boolean withBody) throws IOException {
      if (writer != null) {
        writer.flush();
      }
      Body complete = body;
      if (complete != null && complete.isWritten()) {
        byte[] bytes = complete.compressed();
        super.setHeader("Content-Encoding", "gzip");
        super.setContentLength(bytes.length);
        if (withBody) {
          super.getOutputStream().write(bytes);
        }
      }
    }
  }

  private static final class Body extends ServletOutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final GZIPOutputStream gzip;
    private boolean written;

    Body() throws IOException {
      gzip = new GZIPOutputStream(bytes, 4096);
    }

    @Override
    public void write(int b) throws IOException {
      written = true;
      gzip.write(b);
    }

    @Override
    public void write(byte[] content, int from, int length) throws IOException {
      written |= length > 0;
      gzip.write(content, from, length);
    }

    boolean isWritten() {
      return written;
    }

    byte[] compressed() throws IOException {
      gzip.finish();
      return bytes.toByteArray();
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException("These answers are written synchronously");
    }
  }
}
