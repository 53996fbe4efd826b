package dev.synctrail.web.openapi;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Serves the YAML document with the media type of YAML (RFC 9512), which the server knows only as
 * plain text.
 */
@WebFilter("/openapi")
public class YamlType extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final String YAML = "application/yaml";
  private static final String PLAIN = "text/plain";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(new YamlRequest(request), new YamlResponse(response));
  }

  private static final class YamlRequest extends HttpServletRequestWrapper {
    YamlRequest(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
      String value = super.getHeader(name);
      return value != null && name.equalsIgnoreCase("Accept") ? translated(value) : value;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      List<String> values = Collections.list(super.getHeaders(name));
      return Collections.enumeration(
          name.equalsIgnoreCase("Accept")
              ? values.stream().map(YamlRequest::translated).toList()
              : values);
    }

    private static String translated(String accept) {
      return accept.replaceAll(
          "(?i)(application/(x-|vnd\\.oai\\.openapi\\+)?yaml|text/(x-)?yaml)", PLAIN);
    }
  }

  private static final class YamlResponse extends HttpServletResponseWrapper {
    YamlResponse(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void setContentType(@Nullable String type) {
      super.setContentType(translated(type));
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
      super.setHeader(name, name.equalsIgnoreCase("Content-Type") ? translated(value) : value);
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
      super.addHeader(name, name.equalsIgnoreCase("Content-Type") ? translated(value) : value);
    }

    private @Nullable String translated(@Nullable String type) {
      return type != null
              && getStatus() == HttpServletResponse.SC_OK
              && type.toLowerCase(Locale.ROOT).startsWith(PLAIN)
          ? YAML + type.substring(PLAIN.length())
          : type;
    }
  }
}
