package dev.synctrail.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A buffered byte writer for millions of small values. Not thread-safe. */
public final class ByteWriter {
  private static final int SIZE = 1 << 16;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private final byte[] buffer = new byte[SIZE];
  private int size;

  public ByteWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes one byte. */
  public void put(int b) throws IOException {
    if (size == SIZE) {
      drain();
    }
    buffer[size++] = (byte) b;
  }

  /** Writes all bytes. */
  public void put(byte[] bytes) throws IOException {
    put(bytes, 0, bytes.length);
  }

  /** Writes the bytes from {@code start}, inclusive, to {@code end}, exclusive. */
  public void put(byte[] bytes, int start, int end) throws IOException {
    int length = end - start;
    if (length > SIZE - size) {
      drain();
      if (length > SIZE) {
        out.write(bytes, start, length);
        return;
      }
    }
    System.arraycopy(bytes, start, buffer, size, length);
    size += length;
  }

  /** Writes UTF-8 text as a JSON string with quotes and minimal escaping (RFC 8259, §7). */
  public void string(byte[] utf8, int start, int end) throws IOException {
    put('"');
    int copied = start;
    for (int i = start; i < end; i++) {
      byte b = utf8[i];
      if (b < 0 || (b >= 0x20 && b != '"' && b != '\\')) {
        continue;
      }
      put(utf8, copied, i);
      copied = i + 1;
      escaped(b);
    }
    put(utf8, copied, end);
    put('"');
  }

  private void escaped(byte b) throws IOException {
    put('\\');
    switch (b) {
      case '"', '\\' -> put(b);
      case '\n' -> put('n');
      case '\r' -> put('r');
      case '\t' -> put('t');
      default -> {
        put('u');
        put('0');
        put('0');
        put(HEX[b >> 4]);
        put(HEX[b & 0xF]);
      }
    }
  }

  /** Writes the buffer and flushes the underlying stream. */
  public void flush() throws IOException {
    drain();
    out.flush();
  }

  private void drain() throws IOException {
    out.write(buffer, 0, size);
    size = 0;
  }
}
