package dev.synctrail.web.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.analytics.Anomaly;
import dev.synctrail.analytics.HealthReport;
import dev.synctrail.analytics.Measures;
import dev.synctrail.analytics.Recommendation;
import dev.synctrail.platform.PlatformId;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class HealthPdfTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static HealthReport report(List<Recommendation> recommendations) {
    return new HealthReport(
        new PlatformId("cms"),
        NOON.minusSeconds(3600),
        NOON,
        new Measures(),
        7,
        NOON.minusSeconds(60),
        List.of(),
        List.of(new Anomaly("successRate", LocalDate.of(2026, 2, 28), 41.2, 97.8, -12, 20)),
        recommendations,
        null,
        null,
        "OPEN");
  }

  private static Recommendation recommending(String text) {
    return new Recommendation(
        text, "credentials-refused", new TreeMap<>(Map.of("failures", 7.0)), List.of("/api/v1/x"));
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  @Test
  void contains_the_figures_the_range_and_the_creation_time() throws IOException {
    String text = text(HealthPdf.of(report(List.of(recommending("Renew them"))), NOON));

    assertThat(text)
        .contains("Health of cms")
        .contains("From 2026-03-01 11:00:00 UTC until 2026-03-01 12:00:00 UTC")
        .contains("Generated at 2026-03-01 12:00:00 UTC")
        .contains("Failures since 2026-03-01 11:59:00 UTC 7")
        .contains("Circuit breaker of this server OPEN")
        .contains("Renew them")
        .contains("Rule credentials-refused, failures = 7")
        .contains("/api/v1/x")
        .contains("successRate on 2026-02-28 (UTC): 41.2, usually 97.8")
        .contains("Page 1 of 1");
  }

  @Test
  void unknown_values_are_a_dash_and_not_zero() throws IOException {
    assertThat(text(HealthPdf.of(report(List.of()), NOON)))
        .contains("Success rate –")
        .contains("Average duration –")
        .contains("Last success –")
        .doesNotContain("null");
  }

  @Test
  void prints_any_text() throws IOException {
    String text =
        text(
            HealthPdf.of(
                report(
                    List.of(
                        recommending("<script>alert(1)</script>"),
                        recommending("Größe Ελλάδα Привет"),
                        recommending("שלום"),
                        recommending("smile 😀 漢\u0000\u0007 end"))),
                NOON));

    assertThat(text)
        .contains("<script>alert(1)</script>")
        .contains("Größe Ελλάδα Привет")
        .containsAnyOf("שלום", "םולש")
        .contains("[U+6F22]")
        .contains("end");
  }

  @Test
  void long_reports_have_numbered_pages_and_no_cut_lines() throws IOException {
    List<Recommendation> many =
        java.util.stream.IntStream.range(0, 80)
            .mapToObj(i -> recommending("Number " + i + " " + "word ".repeat(40) + "x".repeat(300)))
            .toList();

    byte[] pdf = HealthPdf.of(report(many), NOON);

    try (PDDocument document = Loader.loadPDF(pdf)) {
      int pages = document.getNumberOfPages();
      assertThat(pages).isGreaterThan(5);
      assertThat(text(pdf)).contains("Page 1 of " + pages, "Page " + pages + " of " + pages);
      assertThat(text(pdf)).contains("Number 0 ", "Number 79 ");
    }
  }
}
