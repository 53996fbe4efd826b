package dev.synctrail.web.openapi;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Adds the response headers to the document: those of a status, and their schemas. */
final class Headers {
  private Headers() {}

  static void complete(String status, APIResponse response) {
    Map<String, Header> headers =
        response.getHeaders() == null ? new TreeMap<>() : new TreeMap<>(response.getHeaders());
    switch (status) {
      case "401" ->
          headers.putIfAbsent("WWW-Authenticate", of("Required authentication (RFC 6750)"));
      case "429", "503" -> headers.putIfAbsent("Retry-After", of("Seconds to wait before a retry"));
      case "201", "202" -> {
        if (response.getDescription().contains("`Location`")) {
          headers.putIfAbsent("Location", of("URL of the resource"));
        }
      }
      default -> {
        // no header is common to all answers of this status
      }
    }
    if (status.equals("429")) {
      headers.putIfAbsent("RateLimit", of("Remaining requests of the caller"));
      headers.putIfAbsent("RateLimit-Policy", of("Allowed requests per time window"));
    }
    headers.forEach(
        (name, header) -> {
          if (header.getSchema() == null && header.getRef() == null) {
            header.setSchema(schema(name));
          }
        });
    if (!headers.isEmpty()) {
      response.setHeaders(headers);
    }
  }

  private static Header of(String description) {
    return OASFactory.createHeader().description(description);
  }

  private static Schema schema(String name) {
    Schema text = OASFactory.createSchema().type(SchemaType.STRING);
    return switch (name) {
      case "Retry-After" -> number(1);
      case "Unindexed-Payloads" -> number(0);
      case "Location" ->
          text.format("uri")
              .example("https://sync.example.com/api/v1/deployments/" + ParameterExamples.ID);
      case "Link" ->
          text.example("<https://sync.example.com/api/v1/types?cursor=PjE>; rel=\"next\"");
      case "ETag" -> text.pattern("^(W/)?\".*\"$").example("\"1\"");
      case "WWW-Authenticate" -> text.example("Bearer realm=\"synctrail\"");
      case "RateLimit" -> text.example("\"caller\";r=0;t=10");
      case "RateLimit-Policy" -> text.example("\"caller\";q=600;w=10");
      default -> text;
    };
  }

  private static Schema number(int minimum) {
    return OASFactory.createSchema()
        .type(SchemaType.INTEGER)
        .format("int32")
        .minimum(BigDecimal.valueOf(minimum))
        .maximum(BigDecimal.valueOf(Integer.MAX_VALUE));
  }
}
