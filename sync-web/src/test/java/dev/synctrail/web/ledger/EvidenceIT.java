package dev.synctrail.web.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.synctrail.evidence.Verify;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Watched;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceIT extends OnSharedServer {
  private static final String REASON = "EvidenceIT <reason>";

  @TempDir static Path folder;
  private static String sync = "";
  private static Path bundle = Path.of("");

  @BeforeAll
  static void download() throws IOException {
    Watched scene = new Watched("evidence").start();
    scene.store("EvidenceITPush");
    sync = scene.pushed("EvidenceITPush", scene.api());
    Response response = server().api().get("/sync/" + sync + "/evidence?include=data");
    response.then().statusCode(200).contentType("application/zip");
    assertThat(response.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"evidence-" + sync + ".zip\"");
    bundle = Files.write(folder.resolve("bundle.zip"), response.asByteArray());
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(response.asByteArray()))) {
      for (ZipEntry file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
        Path path = folder.resolve(file.getName());
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.write(path, zip.readAllBytes());
      }
    }
  }

  @Test
  void a_push_is_verified_by_the_verifier_alone() throws IOException {
    List<String> keys = server().api().get("/ledger/keys").path("keys");

    Outcome outcome = verify(bundle, "--key", keys.get(keys.size() - 1));

    assertThat(outcome.text)
        .contains(
            "Evidence about the sync " + sync,
            "This is a key that you trust.",
            "unchanged: PUSH of EvidenceITPush, platform evidence, SUCCESS, last recorded")
        .endsWith("VERIFIED\n");
    assertThat(outcome.code).isZero();
    String sent = server().api().get("/sync/" + sync + "/payload").asString();
    try (var payloads = Files.list(folder.resolve("payloads"))) {
      assertThat(payloads.filter(file -> !file.toString().endsWith(".salt")).map(EvidenceIT::text))
          .contains(sent);
    }
  }

  @Test
  void an_altered_bundle_is_not_verified() throws IOException {
    byte[] altered = Files.readAllBytes(bundle);
    altered[altered.length / 2] ^= 1;

    Outcome outcome = verify(Files.write(folder.resolve("altered.zip"), altered));

    assertThat(outcome.text).startsWith("NOT VERIFIED: ");
    assertThat(outcome.code).isEqualTo(1);
  }

  /** The commands of README.txt. */
  @Test
  void one_record_is_verified_with_openssl_and_sha256sum() throws IOException {
    Outcome signature =
        run(
            "bash",
            "-ec",
            """
            sed '/^$/,$d' checkpoint > text
            sed '1,/^$/d' checkpoint | head -n 1 | cut -d ' ' -f 3 | base64 -d | tail -c 64 > sig
            (printf 302a300506032b6570032100 | xxd -r -p
             tail -n 1 keys | sed 's/^[^+]*+[^+]*+//' | base64 -d | tail -c 32) > key.der
            openssl pkeyutl -verify -pubin -inkey key.der -keyform DER -rawin -in text -sigfile sig
            """);
    assertThat(signature.text).contains("Signature Verified Successfully");
    assertThat(signature.code).isZero();

    String leaf = server().api().get("/sync/" + sync + "/proof").path("leaves[0].leaf").toString();
    String hash = server().api().get("/sync/" + sync + "/proof").path("leaves[0].leafHash");
    assertThat(
            run(
                    "bash",
                    "-ec",
                    "(printf '\\000'; cat entries/"
                        + leaf
                        + ".json) | sha256sum | cut -c 1-64"
                        + " | xxd -r -p | base64")
                .text
                .strip())
        .isEqualTo(hash);

    Outcome payloads =
        run(
            "bash",
            "-ec",
            """
            for salt in payloads/*.salt; do
              c=$(basename "$salt" .salt)
              [ "$(cat "$salt" "payloads/$c" | sha256sum | cut -c 1-64)" = "$c" ]
              grep -q "$c" entries/*.json
              echo verified
            done
            """);
    assertThat(payloads.text).contains("verified");
    assertThat(payloads.code).isZero();
  }

  /** {@code .ci/long} installs Go and these packages from Debian. */
  @Test
  @Tag("long")
  void everything_is_verified_by_the_packages_of_go() throws IOException {
    String go = Objects.requireNonNullElse(System.getenv("GO"), "go");
    Path program = Files.createDirectories(folder.resolve("go"));
    for (String file : List.of("go.mod", "main.go")) {
      try (InputStream source =
          Objects.requireNonNull(EvidenceIT.class.getResourceAsStream(file + ".txt"))) {
        Files.write(
            program.resolve(file),
            new String(source.readAllBytes(), StandardCharsets.UTF_8)
                .replace(
                    "/usr/share/gocode",
                    Objects.requireNonNullElse(System.getenv("GOCODE"), "/usr/share/gocode"))
                .getBytes(StandardCharsets.UTF_8));
      }
    }

    Outcome outcome =
        run(
            "env",
            "-C",
            program.toString(),
            "GO111MODULE=on",
            "GOFLAGS=-mod=mod",
            "GOPROXY=off",
            "GOSUMDB=off",
            "GOCACHE=" + folder.resolve("go-cache"),
            "GOPATH=" + folder.resolve("go-path"),
            go,
            "run",
            ".",
            bundle.toString());

    assertThat(outcome.text).endsWith("entries verified\n").doesNotStartWith("0 ");
    assertThat(outcome.code).isZero();
  }

  @Test
  void a_filter_chooses_syncs() throws IOException {
    String type = "EvidenceITFilter";
    String first = begun(type);
    String second = begun(type);

    Response response = server().api().get("/ledger/evidence?typeKey=" + type);

    response.then().statusCode(200);
    Outcome outcome = verify(Files.write(folder.resolve("filter.zip"), response.asByteArray()));
    assertThat(outcome.text)
        .contains(
            "Evidence about typeKey=" + type,
            "Sync " + first,
            "Sync " + second,
            "values 0, payloads 0",
            "because the bundle was made without content")
        .endsWith("VERIFIED\n");
    assertThat(new String(response.asByteArray(), StandardCharsets.ISO_8859_1))
        .doesNotContain(REASON);
    Response opened = server().api().get("/ledger/evidence?include=data&typeKey=" + type);
    assertThat(new String(opened.asByteArray(), StandardCharsets.ISO_8859_1))
        .contains(REASON, "EvidenceIT &lt;reason&gt;");
  }

  @Test
  void wrong_requests_are_rejected() {
    server().api().get("/sync/" + UUID.randomUUID() + "/evidence").then().statusCode(404);
    server()
        .api()
        .get("/sync/" + sync + "/evidence?include=all")
        .then()
        .statusCode(400)
        .body("errors[0].parameter", is("include"));
    server().api().get("/ledger/evidence?typeKey=EvidenceITNone").then().statusCode(404);
    server().api().get("/ledger/evidence?typekey=x").then().statusCode(400);
  }

  private static String begun(String type) {
    return server()
        .api()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .body(
            """
            {"typeKey":"%s","targetPlatform":"elsewhere","syncDirection":"PUSH",
             "data":{"a":1},"reason":"%s"}"""
                .formatted(type, REASON))
        .post("/sync")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  /** Runs the verifier in a JVM that has nothing but the domain. */
  static Outcome verify(Path file, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(Verify.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    command.add(Verify.class.getName());
    command.addAll(List.of(options));
    command.add(file.toString());
    return run(Objects.requireNonNull(file.getParent()), command.toArray(String[]::new));
  }

  private static Outcome run(String... command) throws IOException {
    return run(folder, command);
  }

  private static Outcome run(Path folder, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Outcome(process.waitFor(), text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  record Outcome(int code, String text) {}
}
