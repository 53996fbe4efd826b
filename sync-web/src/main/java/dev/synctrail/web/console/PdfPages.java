package dev.synctrail.web.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Writes lines of text on numbered A4 pages with an embedded font.
 *
 * <p>Every text is printed: characters that the font does not contain as their code point, and
 * right-to-left text in visual order.
 */
public final class PdfPages implements AutoCloseable {
  /** Liberation Sans (OFL), bundled with PDFBox: Latin, Greek, Cyrillic, Hebrew. */
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private static final float MARGIN = 50;
  private static final float TOP = PDRectangle.A4.getHeight() - MARGIN;
  private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;

  private final PDDocument document = new PDDocument();
  private final PDFont font;
  private final Map<Integer, String> printable = new HashMap<>();
  private PDPageContentStream page;
  private float y = TOP;

  /** Creates a document. */
  public PdfPages(String title) throws IOException {
    document.getDocumentInformation().setTitle(title);
    document.getDocumentInformation().setCreator("Synctrail");
    document.setDocumentId((long) title.hashCode()); // otherwise the time
    try (InputStream in = PDType0Font.class.getResourceAsStream(FONT)) {
      font = PDType0Font.load(document, Objects.requireNonNull(in, FONT));
    }
    page = newPage();
  }

  private PDPageContentStream newPage() throws IOException {
    PDPage next = new PDPage(PDRectangle.A4);
    document.addPage(next);
    y = TOP;
    return new PDPageContentStream(document, next);
  }

  /** Writes the title. */
  public void title(String text) throws IOException {
    lines(18, 0, text);
  }

  /** Writes the heading of a section. */
  public void heading(String text) throws IOException {
    space(10);
    ensureSpace(60);
    lines(13, 0, text);
  }

  /** Writes a paragraph. */
  public void paragraph(String text) throws IOException {
    lines(9, 0, text);
  }

  /** Writes an indented paragraph that belongs to the one above. */
  public void indented(String text) throws IOException {
    lines(8, 14, text);
  }

  /** Writes a table row with a name and a value. */
  public void row(String name, String value) throws IOException {
    ensureSpace(14);
    write(9, MARGIN, name);
    write(9, MARGIN + 220, value);
    y -= 14;
  }

  /** Leaves vertical space, in points. */
  public void space(float height) {
    y -= height;
  }

  private void lines(float size, float indent, String text) throws IOException {
    for (String line : wrapped(size, WIDTH - indent, printable(text))) {
      ensureSpace(size * 1.45f);
      write(size, MARGIN + indent, line);
      y -= size * 1.45f;
    }
  }

  private void ensureSpace(float height) throws IOException {
    if (y - height < MARGIN) {
      page.close();
      page = newPage();
    }
  }

  private void write(float size, float x, String text) throws IOException {
    page.beginText();
    page.setFont(font, size);
    page.newLineAtOffset(x, y - size);
    page.showText(inVisualOrder(printable(text)));
    page.endText();
  }

  private List<String> wrapped(float size, float width, String text) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    float used = 0;
    int gap = -1;
    for (int code : text.codePoints().toArray()) {
      String character = Character.toString(code);
      float wide = font.getStringWidth(character) / 1000 * size;
      if (used + wide > width) {
        int end = gap > 0 ? gap : line.length();
        lines.add(line.substring(0, end));
        line.delete(0, gap > 0 ? gap + 1 : end);
        used = font.getStringWidth(line.toString()) / 1000 * size;
        gap = -1;
      }
      if (code == ' ') {
        gap = line.length();
      }
      line.append(character);
      used += wide;
    }
    lines.add(line.toString());
    return lines;
  }

  private String printable(String text) {
    StringBuilder all = new StringBuilder();
    text.codePoints().forEach(code -> all.append(printable.computeIfAbsent(code, this::character)));
    return all.toString();
  }

  private String character(int code) {
    if (Character.isISOControl(code)) {
      return " ";
    }
    String character = Character.toString(code);
    try {
      return font.encode(character).length == 0 ? " " : character;
    } catch (IllegalArgumentException | IOException e) {
      return "[U+%04X]".formatted(code);
    }
  }

  private static String inVisualOrder(String text) {
    Bidi order = new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
    if (order.isLeftToRight()) {
      return text;
    }
    int runs = order.getRunCount();
    byte[] levels = new byte[runs];
    String[] parts = new String[runs];
    for (int i = 0; i < runs; i++) {
      levels[i] = (byte) order.getRunLevel(i);
      String part = text.substring(order.getRunStart(i), order.getRunLimit(i));
      parts[i] = levels[i] % 2 == 0 ? part : new StringBuilder(part).reverse().toString();
    }
    Bidi.reorderVisually(levels, 0, parts, 0, runs);
    return String.join("", parts);
  }

  /** Adds page numbers and returns the document. */
  public byte[] finish(String foot) throws IOException {
    page.close();
    int pages = document.getNumberOfPages();
    for (int i = 0; i < pages; i++) {
      page = new PDPageContentStream(document, document.getPage(i), AppendMode.APPEND, true, true);
      y = MARGIN - 12;
      write(7, MARGIN, foot);
      write(7, MARGIN + WIDTH - 60, "Page " + (i + 1) + " of " + pages);
      page.close();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    document.close();
  }
}
