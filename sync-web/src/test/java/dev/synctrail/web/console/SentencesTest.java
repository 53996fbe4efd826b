package dev.synctrail.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentences of the domain and the adapters, which the console words in two languages. */
class SentencesTest {
  private static final String TEXTS = "dev.synctrail.web.console.messages";
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{([A-Za-z][A-Za-z0-9._]*)(?:\\|([^|{}]*)\\|([^|{}]*))?}");

  /** A number and the word for several things, unless the number is a limit. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "(?<!(?:[Aa]t most|least|than|to|interrupted|als|höchstens|mindestens|bis) )"
              + "\\{(?:number\\d*|[a-z]+[A-Z]\\w*|failures\\.\\w+|settled|unknown)}"
              + "(?! (?:bytes|Bytes|Zeichen))(?: (?:[a-z]+ )?(?!has|was|als|bis)[a-z]{2,}s\\b| [A-ZÄÖÜ])");

  /** Stands for a parameter; no sentence contains it. */
  private static final String PARAMETER = "\0";

  /** Exceptions for defects, which no page shows. */
  private static final Set<String> DEFECTS =
      Set.of(
          "AssertionError",
          "ClassCastException",
          "IllegalStateException",
          "MessageConstraintException",
          "UncheckedIOException",
          "UnsupportedOperationException");

  /** Classes whose sentences no page shows, each with the reason. */
  private static final Set<String> NOT_SHOWN =
      Set.of(
          // settings, checked at the start of the server
          "AnchorTask",
          "Capabilities",
          "ConfiguredAnchors",
          "ConfigValues",
          "DriftPolicy",
          "Housekeeping",
          "KeptFile",
          "LedgerGuard",
          "Mail",
          "LaneSettings",
          "RecommendationRules",
          "ReportSettings",
          "RetryPolicy",
          "RollUpTask",
          "Tls",
          "VerificationTask",
          // values that only the REST API takes, and answers that only it gives
          "CompletedTooEarly",
          "Dimension",
          "HealthReport",
          "Holding",
          "PageRequest",
          "RetentionRule",
          "Secret",
          "StructuralDiff",
          // invariants and the log
          "CanonicalJson",
          "Checksum",
          "Counts",
          "DeployedState",
          "Disposal",
          "ExchangeLog",
          "MalformedJson",
          "PushResult",
          "StaleLane",
          "Trace",
          "VersionTree",
          // the ledger, which only the REST API, evidence bundles and the log have
          "BundleFile",
          "BundleInput",
          "BundleOutput",
          "BundleVerification",
          "Checkpoint",
          "Commitment",
          "Ed25519",
          "EntryBundle",
          "EvidenceBundles",
          "EvidencePage",
          "EvidenceTooLarge",
          "Fact",
          "Hash",
          "HmacSha256",
          "KeyRecord",
          "LedgerEntry",
          "LedgerKey",
          "LedgerProofs",
          "LedgerReceipt",
          "LogTile",
          "PeriodReports",
          "Note",
          "NoteSignature",
          "NoteText",
          "PlainJson",
          "Proofs",
          "Salt",
          "Sequencing",
          "TlogProof",
          "VerifierKey",
          "Verify",
          "Verifying",
          // no sentences
          "ClientCredentials",
          "Credential",
          "Fingerprint",
          "OptimizelyErrorParser",
          "Spans",
          "StrapiAdapter",
          "StrapiErrorParser",
          "TokenCache");

  /** Sentences that only the REST API for external systems and the log can give. */
  private static final List<String> REST_ONLY =
      List.of(
          "Attempt \0 could not be recorded: \0",
          "Exchange \0 of attempt \0 has ended already",
          "No observer recorded attempt \0",
          "No such open exchange in attempt \0",
          "Sync \0 belongs to Synctrail; external systems cannot update it",
          "Sync \0 is UNKNOWN; only a final status can settle it",
          "The content of the version differs from the sync: \0",
          "The version is of type \0, the sync is of type \0");

  /** What a sync that is not open anymore cannot do; it is not worded. */
  private static final Set<String> ACTIONS =
      Set.of("become unknown", "fail an attempt", "record a payload", "start an attempt");

  @Test
  void every_sentence_of_the_domain_and_the_adapters_is_worded() throws IOException {
    List<List<String>> worded =
        SentenceCatalog.templates().stream()
            .flatMap(SentencesTest::forms)
            .map(SentencesTest::ownTexts)
            .toList();
    Set<String> said = said("../sync-domain/src/main/java", "../sync-integration/src/main/java");

    assertThat(said).hasSizeGreaterThan(300);
    assertThat(said.stream().filter(text -> !REST_ONLY.contains(text) && !ACTIONS.contains(text)))
        .as("add the sentence to sentences_de.po, or its class to NOT_SHOWN with the reason")
        .allSatisfy(text -> assertThat(worded).anyMatch(template -> isPart(text, template)));
  }

  @Test
  void every_recommendation_is_worded() throws IOException {
    try (InputStream in =
            getClass().getResourceAsStream("/dev/synctrail/analytics/recommendations.json");
        JsonReader reader = Json.createReader(Objects.requireNonNull(in))) {
      assertThat(SentenceCatalog.templates())
          .containsAll(
              reader.readArray().getValuesAs(JsonObject.class).stream()
                  .map(rule -> rule.getString("text"))
                  .toList());
    }
  }

  @Test
  void both_wordings_have_the_same_parameters() throws IOException {
    for (String entry : catalog().split("\n\n", -1)) {
      List<String> lines = entry.lines().filter(line -> line.startsWith("msg")).toList();
      if (lines.size() == 2 && !lines.get(0).endsWith("\"\"")) {
        assertThat(parameters(lines.get(0))).as(entry).containsAll(parameters(lines.get(1)));
        assertThat(lines.get(1)).as(entry).doesNotEndWith("\"\"");
      }
    }
  }

  @Test
  void a_number_is_followed_by_the_word_for_one_or_for_several() throws IOException {
    assertThat(COUNTED.matcher("The list has ended after {number} lines").find()).isTrue();
    assertThat(catalog().lines().filter(line -> COUNTED.matcher(line).find()))
        .as("write {number|line|lines}")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Platform production was removed|Die Plattform production wurde entfernt",
        "The run is COMPLETED and can no longer be cancelled"
            + "|Der Lauf hat den Status „Abgeschlossen“ und kann nicht mehr abgebrochen werden",
        "production answered 400 to POST host/contenttypes (Bad): Title; words of the"
            + " platform|production hat auf POST host/contenttypes (Bad) mit 400 geantwortet:"
            + " Title; words of the platform",
        "Optimizely answered 400 to PATCH host/x: Breaking; /teaser The property and its data are"
            + " removed.|Optimizely hat auf PATCH host/x mit 400 geantwortet: Breaking; /teaser Die"
            + " Eigenschaft und ihre Daten werden entfernt.",
        "The content violates the content type rules: /key Must be a string.; /a A string is"
            + " required.|Der Inhalt verletzt die Regeln für Inhaltstypen: /key Muss eine"
            + " Zeichenkette sein.; /a Eine Zeichenkette ist erforderlich.",
        "The change of /a may lose data; nothing was written; /a It becomes required; content"
            + " without a value becomes invalid.|Die Änderung von /a kann Daten verlieren. Es wurde"
            + " nichts geschrieben; /a Die Angabe wird zur Pflicht; Inhalte ohne Wert werden"
            + " ungültig.",
        "Everything is paused by ann b: upgrade: part 2|Alles wurde von ann b pausiert: upgrade:"
            + " part 2",
        "The payload has 12345678 bytes; at most 10485760 are sent and stored"
            + "|Die Nutzdaten haben 12.345.678 Bytes; gesendet und gespeichert werden höchstens"
            + " 10.485.760",
        "attempt 2, RETRY|Versuch 2, Automatische Wiederholung",
        "item 3: Not an object|Eintrag 3: Kein Objekt",
        "Type <type> has an unexpected state on the platform; nothing was written"
            + "|Der Typ <type> hat auf der Plattform einen unerwarteten Stand. Es wurde nichts"
            + " geschrieben",
        "The platform holds 1 content type|Die Plattform enthält 1 Inhaltstyp",
        "Strapi holds 1200 content types|Strapi enthält 1.200 Inhaltstypen",
        "Sync … was recorded by an external system; only that system can repeat it"
            + "|Die Synchronisierung … wurde von einem externen System aufgezeichnet; nur dieses"
            + " System kann sie wiederholen",
        "checkpoint of 1200 leaves|Checkpoint über 1.200 Blätter",
        "1 entries are missing|1 Eintrag fehlt",
        "Only 87.5 % of 24 final syncs succeeded; start with the most frequent failure pattern.|Nur"
            + " 87,5 % von 24 abgeschlossenen Synchronisierungen waren erfolgreich. Beginnen Sie"
            + " mit dem häufigsten Fehlermuster.",
        "Connection test by ann|Connection test by ann"
      })
  void a_sentence_is_worded_in_German_with_its_parameters(String english, String german) {
    assertThat(german().translate(english)).isEqualTo(german);
  }

  @Test
  void constants_and_instants_in_an_English_sentence_are_worded() {
    SentenceCatalog english =
        new SentenceCatalog(
            Locale.ENGLISH,
            ResourceBundle.getBundle(TEXTS, Locale.ROOT),
            (kind, value) -> kind.equals("time") ? "at noon" : value);

    assertThat(english.translate("The run is IN_PROGRESS and can no longer be cancelled"))
        .isEqualTo("The run is in progress and can no longer be cancelled");
    assertThat(english.translate("It is due at 2026-01-31T12:00:00Z"))
        .isEqualTo("It is due at at noon");
  }

  private static SentenceCatalog german() {
    return new SentenceCatalog(
        Locale.GERMAN, ResourceBundle.getBundle(TEXTS, Locale.GERMAN), (kind, value) -> value);
  }

  private static String catalog() throws IOException {
    return Files.readString(
        Path.of("src/main/resources/dev/synctrail/web/console/sentences_de.po"),
        StandardCharsets.UTF_8);
  }

  private static List<String> parameters(String line) {
    return PLACEHOLDER.matcher(line).results().map(found -> found.group(1)).toList();
  }

  /** Returns a template about one thing and about several. */
  private static Stream<String> forms(String template) {
    return Stream.of(2, 3)
        .map(
            form ->
                PLACEHOLDER
                    .matcher(template)
                    .replaceAll(
                        found ->
                            found.group(form) == null
                                ? Matcher.quoteReplacement(found.group())
                                : "{" + found.group(1) + "} " + found.group(form)))
        .distinct();
  }

  /** Returns the texts of a template between its parameters. */
  private static List<String> ownTexts(String template) {
    return List.of(PLACEHOLDER.matcher(template).replaceAll(PARAMETER).split(PARAMETER, -1));
  }

  /**
   * Tells whether a text that the code says, which may be a part of a sentence, is part of the
   * template.
   */
  private static boolean isPart(String text, List<String> template) {
    String whole = String.join(PARAMETER, template);
    int from = 0;
    for (String part : text.strip().split(PARAMETER, -1)) {
      int at = whole.indexOf(part.length() < 4 ? part.strip() : part, from);
      if (at < 0) {
        return false;
      }
      from = at;
    }
    return true;
  }

  /** Returns the texts of several words that the classes say; a parameter is {@link #PARAMETER}. */
  private static Set<String> said(String... sources) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String source : sources) {
      try (Stream<Path> all = Files.walk(Path.of(source))) {
        all.filter(SentencesTest::isShown).forEach(files::add);
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Set<String> said = new TreeSet<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  diagnostic -> {},
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree file : task.parse()) {
        new TextScanner(said).scan(file, null);
      }
    }
    return said;
  }

  private static boolean isShown(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".java") && !NOT_SHOWN.contains(name.substring(0, name.length() - 5));
  }

  /** Collects the texts that are put together in an expression, with every alternative. */
  private static final class TextScanner extends TreePathScanner<Void, Void> {
    private final Set<String> said;

    TextScanner(Set<String> said) {
      this.said = said;
    }

    @Override
    public Void visitAnnotation(AnnotationTree annotation, Void unused) {
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      return method.getName().contentEquals("toString") ? null : super.visitMethod(method, null);
    }

    @Override
    public Void visitNewClass(NewClassTree creation, Void unused) {
      String type = creation.getIdentifier().toString();
      return DEFECTS.contains(type) || type.equals("Criterion")
          ? null
          : super.visitNewClass(creation, null);
    }

    @Override
    public Void visitLiteral(LiteralTree literal, Void unused) {
      if (isText(literal)) {
        add(literal);
      }
      return null;
    }

    @Override
    public Void visitBinary(BinaryTree sum, Void unused) {
      if (isText(sum)) {
        add(sum);
        return null;
      }
      return super.visitBinary(sum, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
      if (call.getMethodSelect() instanceof MemberSelectTree method) {
        if (method.getIdentifier().contentEquals("formatted") && isText(method.getExpression())) {
          add(call);
          return null;
        }
        // enum constants with text for the API, the log, patterns, and keys of pages
        if (Set.of("LOG.log", "Pattern.compile", "PageRequest.of", "Objects.requireNonNull")
            .contains(call.getMethodSelect().toString())) {
          return null;
        }
      }
      return super.visitMethodInvocation(call, null);
    }

    private void add(ExpressionTree expression) {
      alternatives(expression).stream()
          .filter(text -> text.replace(PARAMETER, "").strip().matches("(?s).*[a-z] .*[a-z].*"))
          .forEach(said::add);
    }

    private static boolean isText(Tree tree) {
      if (tree instanceof LiteralTree literal) {
        return literal.getValue() instanceof String;
      }
      if (tree instanceof ParenthesizedTree inner) {
        return isText(inner.getExpression());
      }
      if (tree instanceof ConditionalExpressionTree choice) {
        return isText(choice.getTrueExpression()) || isText(choice.getFalseExpression());
      }
      return tree instanceof BinaryTree sum
          && sum.getKind() == Tree.Kind.PLUS
          && (isText(sum.getLeftOperand()) || isText(sum.getRightOperand()));
    }

    private static List<String> alternatives(Tree tree) {
      if (tree instanceof LiteralTree literal) {
        return List.of(String.valueOf(literal.getValue()));
      }
      if (tree instanceof ParenthesizedTree inner) {
        return alternatives(inner.getExpression());
      }
      if (tree instanceof ConditionalExpressionTree choice && isText(choice)) {
        return Stream.of(choice.getTrueExpression(), choice.getFalseExpression())
            .flatMap(one -> alternatives(one).stream())
            .toList();
      }
      if (tree instanceof BinaryTree sum && isText(sum)) {
        return alternatives(sum.getLeftOperand()).stream()
            .flatMap(left -> alternatives(sum.getRightOperand()).stream().map(left::concat))
            .toList();
      }
      if (tree instanceof MethodInvocationTree call
          && call.getMethodSelect() instanceof MemberSelectTree method
          && isText(method.getExpression())) {
        return alternatives(method.getExpression()).stream()
            .map(text -> text.replaceAll("%(\\d\\$)?[sdc]", PARAMETER))
            .toList();
      }
      return List.of(PARAMETER);
    }
  }
}
