package dev.synctrail.web.console;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests how pages, style sheets and scripts are compressed, kept by browsers, and restricted. */
class StaticResourcesIT extends OnSharedServer {
  private static final Pattern RESOURCE =
      Pattern.compile("(?:href|src)=\"([^\"]*/jakarta\\.faces\\.resource/[^\"]*)\"");

  private static Response get(String path) {
    return given().header("Accept-Encoding", "gzip").get(server().uri().resolve(path));
  }

  private static List<String> resources() {
    return RESOURCE
        .matcher(get("/sign-in.xhtml").then().statusCode(200).extract().asString())
        .results()
        .map(found -> found.group(1).replace("&amp;", "&"))
        .toList();
  }

  @Test
  void pages_and_their_resources_are_compressed() {
    assertThat(resources()).hasSizeGreaterThanOrEqualTo(3);
    resources()
        .forEach(
            path ->
                assertThat(get(path).then().statusCode(200).extract().header("Content-Encoding"))
                    .as(path)
                    .isEqualTo("gzip"));
    assertThat(get("/sign-in.xhtml").header("Content-Encoding")).isEqualTo("gzip");
    assertThat(get("/api-docs/index.html").header("Content-Encoding")).isEqualTo("gzip");
  }

  private static HttpResponse<byte[]> exact(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(server().uri().resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .headers(headers)
                .build(),
            BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void a_client_that_does_not_accept_gzip_gets_none() throws IOException, InterruptedException {
    for (String accepted : List.of("identity", "br, gzip;q=0", "gzip; q=0.0, br")) {
      HttpResponse<byte[]> plain = exact("GET", "/sign-in.xhtml", "Accept-Encoding", accepted);
      assertThat(header(plain, "Content-Encoding")).as(accepted).isEmpty();
      assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding");
      assertThat(new String(plain.body(), UTF_8)).contains("</html>");
    }
    assertThat(
            header(
                exact("GET", "/sign-in.xhtml", "Accept-Encoding", "br;q=1, GZIP;q=0.5"),
                "Content-Encoding"))
        .isEqualTo("gzip");
  }

  @Test
  void the_headers_describe_what_is_sent() throws IOException, InterruptedException {
    for (String path : List.of("/sign-in.xhtml", resources().get(0), "/api-docs/index.html")) {
      HttpResponse<byte[]> got = exact("GET", path, "Accept-Encoding", "gzip");
      HttpResponse<byte[]> head = exact("HEAD", path, "Accept-Encoding", "gzip");
      assertThat(header(got, "Content-Length")).isEqualTo(String.valueOf(got.body().length));
      assertThat(head.statusCode()).as(path).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      boolean isFile = path.startsWith("/api-docs/"); // is not read for HEAD
      assertThat(header(head, "Content-Encoding")).as(path).isEqualTo(isFile ? "" : "gzip");
      assertThat(header(head, "Content-Length").isEmpty()).as(path).isEqualTo(isFile);
      assertThat(header(head, "Content-Type")).isEqualTo(header(got, "Content-Type"));
    }
    String page = "/api-docs/index.html";
    HttpResponse<byte[]> unchanged =
        exact(
            "GET",
            page,
            "Accept-Encoding",
            "gzip",
            "If-Modified-Since",
            header(exact("GET", page, "Accept-Encoding", "gzip"), "Last-Modified"));
    assertThat(unchanged.statusCode()).isEqualTo(304);
    assertThat(unchanged.body()).isEmpty();
    assertThat(header(unchanged, "Content-Encoding")).isEmpty();
    assertThat(header(unchanged, "Vary")).isEqualTo("Accept-Encoding");
    HttpResponse<byte[]> missing =
        exact(
            "GET",
            "/jakarta.faces.resource/nothing.css.xhtml",
            "Accept-Encoding",
            "gzip",
            "Accept",
            "text/html");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(header(missing, "Content-Length")).isIn("", String.valueOf(missing.body().length));
    assertThat(header(missing, "Content-Encoding").equals("gzip"))
        .isEqualTo(missing.body().length > 0 && missing.body()[0] == 0x1f);
  }

  @Test
  void an_error_page_is_readable_whatever_the_client_accepts() {
    Response missing =
        given()
            .header("Accept-Encoding", "gzip")
            .accept("text/html")
            .get(server().uri().resolve("/jakarta.faces.resource/nothing.css.xhtml"));
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.asString()).contains("404");
  }

  @Test
  void browsers_keep_a_resource_for_a_year_only_under_the_hash_of_its_content() {
    for (String path : resources()) {
      assertThat(get(path).header("Cache-Control")).as(path).contains("immutable");
      String other = path.replaceAll("v=[0-9a-f]+", "v=000000000000");
      assertThat(other).isNotEqualTo(path);
      assertThat(get(other).header("Cache-Control")).as(other).isEqualTo("no-cache");
    }
    assertThat(get("/sign-in.xhtml").header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void the_content_security_policy_allows_no_inline_code_or_style() {
    for (String path : List.of("/sign-in.xhtml", "/api-docs/index.html")) {
      assertThat(get(path).header("Content-Security-Policy"))
          .contains("default-src 'self'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
    }
    List<MatchResult> inline =
        Pattern.compile("<script(?![^>]*src=)[^>]*>|<style|\\son[a-z]+=\"|\\sstyle=\"")
            .matcher(get("/sign-in.xhtml").asString())
            .results()
            .toList();
    assertThat(inline).isEmpty();
  }
}
