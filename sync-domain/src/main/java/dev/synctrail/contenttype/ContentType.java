package dev.synctrail.contenttype;

import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonObject;

/**
 * A content type as it was received: its exact bytes, parsed once.
 *
 * @param key its name, which the content may omit
 * @param content the exact bytes
 * @param object the parsed bytes
 * @param hash identifies the meaning of the bytes
 */
public record ContentType(TypeKey key, Snapshot content, JsonObject object, ContentHash hash) {

  /**
   * Reads the JSON object in {@code bytes} as the type {@code key}.
   *
   * @throws MalformedJson if it cannot be read without changing its meaning
   */
  public static ContentType read(TypeKey key, byte[] bytes) {
    return read(key, Snapshot.of(bytes));
  }

  /**
   * Reads the JSON object in {@code content} as the type {@code key}.
   *
   * @throws MalformedJson if it cannot be read without changing its meaning
   */
  public static ContentType read(TypeKey key, Snapshot content) {
    StrictJson json = StrictJson.readObject(content.bytes());
    return new ContentType(key, content, json.object(), ContentHash.of(json));
  }
}
