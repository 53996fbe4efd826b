package dev.synctrail.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.ledger.LedgerKey;
import dev.synctrail.ledger.TestKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTest {
  private static final LedgerKey KEY = TestKey.of("synctrail/test");
  private static final byte[] BUNDLE = new SmallBundle(KEY, Closing.REPLACED).bytes();

  @Test
  void says_what_is_verified() throws IOException {
    Outcome outcome = verify(BUNDLE, "--key", KEY.verifier().toString());

    assertThat(outcome.code).isEqualTo(Verify.VERIFIED);
    assertThat(outcome.text)
        .contains(
            "Evidence about the sync " + SmallBundle.SYNC + ", made 2026-11-30T18:00:00Z",
            "Signed by " + KEY.verifier(),
            "This is a key that you trust.",
            "The ledger had 7 entries",
            "2 of them are in this bundle, each proved to be unchanged.",
            "existed at 2026-11-30T18:00:02Z, unchanged: PUSH of ArticlePage, platform dev,"
                + " SUCCESS, last recorded 2026-11-30T18:00:05Z (leaves 2, 5)",
            "content erased on 2026-11-30T18:00:00Z by purge"
                + " 019acd0f-3b80-7000-8000-00000000000b, because: older than 90 days?[2J",
            "Opened, and equal to what was recorded: values 2, payloads 1",
            "Not opened: 1, of earlier states and no longer stored")
        .endsWith("VERIFIED\n");
  }

  @Test
  void without_a_key_says_that_the_bundle_brings_its_own() {
    Outcome outcome = verify(BUNDLE);

    assertThat(outcome.code).isEqualTo(Verify.VERIFIED);
    assertThat(outcome.text).contains("This key comes from the bundle itself.");
  }

  @Test
  void a_cosignature_of_a_witness_that_you_trust_is_verified() throws IOException {
    TestWitness witness = new TestWitness("witness.example/w1");
    String stranger =
        new TestWitness("stranger").cosign(1, new SmallBundle(KEY, Closing.REPLACED).checkpoint());
    SmallBundle small = new SmallBundle(KEY, Closing.REPLACED);
    byte[] bundle =
        small
            .anchored(
                witness.cosign(1_780_000_000, small.checkpoint()) + stranger,
                Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}))
            .bytes();

    assertThat(SmallBundle.files(bundle)).containsKey("anchors/0.tsr");
    assertThat(SmallBundle.files(bundle).get("anchors/0.tsr")).containsExactly(1, 2, 3);
    assertThat(verify(bundle, "--witness", witness.key().toString()).text)
        .contains(
            "The witness witness.example/w1 cosigned this checkpoint at 2026-05-28T20:26:40Z",
            "Signed by stranger too: not verified, give its key with --witness",
            "Time stamps of this checkpoint: 1, to verify with openssl")
        .endsWith("VERIFIED\n");
    assertThat(verify(bundle).text)
        .contains("Signed by witness.example/w1 too: not verified")
        .endsWith("VERIFIED\n");
    String other = new TestWitness("witness.example/w1").key().toString();
    Outcome broken = verify(bundle, "--witness", other);
    assertThat(broken.code).isEqualTo(Verify.BROKEN);
    assertThat(broken.text)
        .contains("The witness witness.example/w1 has not cosigned the checkpoint");
    assertThat(verify(BUNDLE, "--witness", other).code).isEqualTo(Verify.BROKEN);
    assertThat(verify(BUNDLE, "--witness", "x").code).isEqualTo(Verify.USAGE);
  }

  @Test
  void the_same_content_gives_the_same_bytes() {
    assertThat(new SmallBundle(KEY, Closing.REPLACED).bytes()).isEqualTo(BUNDLE);
  }

  @Test
  void any_tool_can_open_the_bundle() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(BUNDLE))) {
      for (ZipEntry file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
        files.put(file.getName(), zip.readAllBytes());
      }
    }

    assertThat(files.keySet())
        .startsWith("README.txt", "keys", "checkpoint", "entries/2.json", "proofs/2.tlog-proof")
        .endsWith("records/5.json", "index.html", "manifest.json", "signature");
    assertThat(files.values()).contains(SmallBundle.PAYLOAD);
    assertThat(new String(files.get("index.html"), StandardCharsets.UTF_8))
        .contains("release &lt;42&gt;")
        .doesNotContain("<script", "<42>");
  }

  @Property(tries = 1_500, shrinking = ShrinkingMode.OFF)
  void any_altered_bit_is_found(
      @ForAll @IntRange(max = Integer.MAX_VALUE) int position, @ForAll @IntRange(max = 7) int bit) {
    byte[] altered = BUNDLE.clone();
    altered[position % altered.length] ^= (byte) (1 << bit);

    assertBroken(altered);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void any_missing_end_is_found(@ForAll @IntRange(max = Integer.MAX_VALUE) int length) {
    assertBroken(Arrays.copyOf(BUNDLE, length % BUNDLE.length));
  }

  @Test
  void a_file_that_was_altered_with_its_checksum_is_found() {
    SmallBundle.files(BUNDLE)
        .forEach(
            (name, content) -> {
              for (int at : List.of(0, content.length / 2, content.length - 1)) {
                byte[] altered = content.clone();
                altered[at] ^= 1;
                assertBroken(with(name, altered));
              }
            });
  }

  @Test
  void a_file_that_is_missing_or_moved_is_found() {
    Map<String, byte[]> files = SmallBundle.files(BUNDLE);
    for (String name : files.keySet()) {
      Map<String, byte[]> others = new LinkedHashMap<>(files);
      byte[] content = others.remove(name);
      assertBroken(SmallBundle.zip(others));
      others.put(name, content);
      if (!name.equals("signature")) {
        assertBroken(SmallBundle.zip(others));
      }
    }
  }

  @Test
  void a_manifest_that_was_adapted_is_found() {
    Map<String, byte[]> files = SmallBundle.files(BUNDLE);
    byte[] page = Objects.requireNonNull(files.get("index.html"));
    byte[] forged =
        new String(page, StandardCharsets.UTF_8)
            .replace("release", "rollback")
            .getBytes(StandardCharsets.UTF_8);
    String manifest = new String(files.get("manifest.json"), StandardCharsets.UTF_8);
    files.put("index.html", forged);
    files.put(
        "manifest.json",
        manifest
            .replace(BundleOutput.sha256(page), BundleOutput.sha256(forged))
            .replace("\"size\":" + page.length, "\"size\":" + forged.length)
            .getBytes(StandardCharsets.UTF_8));

    assertThat(verify(SmallBundle.zip(files)).text)
        .isEqualTo("NOT VERIFIED: manifest.json is not the one that was signed\n");
  }

  /** The manifest is adapted and signed with the right key, so that only proofs are left. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "entries/2.json | SUCCESS | FAILURE | what the ledger has",
        "entries/5.json | ArticlePage | ArticlePagf | what the ledger has",
        "proofs/2.tlog-proof | index 2 | index 3 | what the ledger has",
        "records/2.json | release | rollbac | the value of reason is not the one",
        "records/2.json | 0000000 | 0000001 | the value of reason is not the one",
        "records/2.json | \"leaf\":2 | \"leaf\":5 | is about another entry",
        "records/2.json | actor | acteu | names a value that its entry does not have",
        "records/2.json | REPLACED | REPLACES | is no reason of this version",
        "keys | synctrail/test | synctrail/tesu | The hash of the verifier key",
        "checkpoint | synctrail/test | synctrail/tesu | The checkpoint has no valid signature",
      })
  void what_is_signed_again_does_not_match_its_proof(
      String name, String from, String to, String message) {
    Map<String, byte[]> files = SmallBundle.files(BUNDLE);
    byte[] before = Objects.requireNonNull(files.get(name));
    byte[] after = text(before).replace(from, to).getBytes(StandardCharsets.UTF_8);
    assertThat(after).isNotEqualTo(before);
    byte[] manifest =
        text(Objects.requireNonNull(files.get("manifest.json")))
            .replace(BundleOutput.sha256(before), BundleOutput.sha256(after))
            .getBytes(StandardCharsets.UTF_8);
    files.put(name, after);
    files.put("manifest.json", manifest);
    files.put(
        "signature",
        KEY.sign(BundleOutput.signed(KEY.origin(), manifest))
            .toString()
            .getBytes(StandardCharsets.UTF_8));

    Outcome outcome = verify(SmallBundle.zip(files));

    assertThat(outcome.text).startsWith("NOT VERIFIED: ").contains(message);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void the_ledger_of_somebody_else_is_found_by_its_key() {
    byte[] forged = new SmallBundle(TestKey.of("synctrail/test"), Closing.REPLACED).bytes();

    assertThat(verify(forged).code).isEqualTo(Verify.VERIFIED);
    assertThat(verify(forged, "--key", KEY.verifier().toString()).text)
        .isEqualTo("NOT VERIFIED: None of the keys of the bundle is one that you trust\n");
  }

  @Test
  void a_row_that_differs_from_its_last_entry_is_not_verified() {
    assertThat(verify(new SmallBundle(KEY, Closing.DIFFERS).bytes()).text)
        .isEqualTo(
            "NOT VERIFIED: sync [%s] was recorded in leaf 2, but the database has another actor now\n"
                .formatted(SmallBundle.SYNC));
  }

  @Test
  void values_that_the_manifest_promises_are_not_withheld() {
    assertBroken(new SmallBundle(KEY, Closing.WITHHELD).bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "entries/../keys",
        "/keys",
        "entries/01.json",
        "x",
        "C:\\keys"
      })
  void other_files_are_refused(String name) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(name, new byte[] {1});
    files.putAll(SmallBundle.files(BUNDLE));

    assertThat(verify(SmallBundle.zip(files)).text)
        .isEqualTo("NOT VERIFIED: The bundle contains a file that does not belong into it\n");
  }

  @Test
  void nothing_is_expanded() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
      zip.putNextEntry(new ZipEntry("keys"));
      zip.write(new byte[50_000_000]);
    }

    assertBroken(bomb.toByteArray());
  }

  @Test
  void a_size_that_is_a_lie_takes_no_memory() {
    byte[] header = new BundleFile("keys", 0, 200 << 20, 0).local();
    assertThat(verify(header).text).isEqualTo("NOT VERIFIED: The bundle is not complete\n");
    byte[] larger = new BundleFile("keys", 0, 0xFFFF_0000L, 0).local();
    assertThat(verify(larger).text).isEqualTo("NOT VERIFIED: keys is longer than 256 MB\n");
  }

  @Test
  void deep_json_is_refused() {
    assertBroken(with("entries/2.json", "[".repeat(100_000).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void wrong_arguments_show_how_to_call_it() {
    for (List<String> arguments :
        List.of(
            List.<String>of(),
            List.of("a", "b"),
            List.of("--key"),
            List.of("--key", "x", "a"),
            List.of("--other", "a"))) {
      Outcome outcome = run(arguments);
      assertThat(outcome.code).isEqualTo(Verify.USAGE);
      assertThat(outcome.text).contains("java -jar synctrail-verify.jar");
    }
    assertThat(run(List.of("missing.zip")).text)
        .isEqualTo("NOT VERIFIED: cannot read missing.zip\n");
  }

  private static byte[] with(String name, byte[] content) {
    Map<String, byte[]> files = SmallBundle.files(BUNDLE);
    files.put(name, content);
    return SmallBundle.zip(files);
  }

  private static void assertBroken(byte[] bundle) {
    Outcome outcome = verify(bundle);
    assertThat(outcome.code).isEqualTo(Verify.BROKEN);
    assertThat(outcome.text).matches("NOT VERIFIED: [^\n]+\n");
  }

  private static Outcome verify(byte[] bundle, String... options) {
    try {
      Path file = Files.write(Files.createTempFile("evidence", ".zip"), bundle);
      List<String> arguments = new ArrayList<>(List.of(options));
      arguments.add(file.toString());
      Outcome outcome = run(arguments);
      Files.delete(file);
      return outcome;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Outcome run(List<String> arguments) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int code = Verify.run(arguments, new PrintStream(text, true, StandardCharsets.UTF_8));
    return new Outcome(code, text.toString(StandardCharsets.UTF_8));
  }

  private record Outcome(int code, String text) {}
}
