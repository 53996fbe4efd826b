package dev.synctrail.web.openapi;

import static java.util.Objects.requireNonNull;

import dev.synctrail.history.Page;
import dev.synctrail.web.history.CriteriaParameters;
import dev.synctrail.web.history.PayloadSearchAccess;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Documents what all pages of lists have in common. */
final class PageSchemas {
  private static final String REF = "#/components/schemas/";
  private static final Map<String, String> DESCRIPTIONS =
      Map.of(
          "data", "Entries in order",
          "nextCursor", "Cursor of the next page",
          "prevCursor", "Cursor of the previous page",
          "hasMore", "Whether a next page exists",
          "total", "Number of all entries; only with `count=true`");

  private PageSchemas() {}

  /**
   * Describes the schemas that the generator made from {@link Page}, and names each after the
   * schema of its entries.
   *
   * @return the new reference of each schema by the old one
   */
  static Map<String, String> complete(Map<String, Schema> schemas) {
    Map<String, String> renamed = new TreeMap<>();
    for (String name : List.copyOf(schemas.keySet())) {
      if (name.startsWith(Page.class.getSimpleName())) {
        Schema page = schemas.remove(name);
        page.setRequired(List.of("data", "hasMore"));
        Map<String, Schema> members = page.getProperties();
        members.forEach((member, schema) -> schema.setDescription(DESCRIPTIONS.get(member)));
        String entry = requireNonNull(members.get("data")).getItems().getRef();
        schemas.put(entry.substring(REF.length()) + Page.class.getSimpleName(), page);
        renamed.put(REF + name, entry + Page.class.getSimpleName());
      }
    }
    return renamed;
  }

  /** Completes a response that contains a page. */
  static void complete(Method method, APIResponse response, Map<String, String> renamed) {
    Schema schema = response.getContent().getMediaType(MediaType.APPLICATION_JSON).getSchema();
    schema.setRef(renamed.getOrDefault(schema.getRef(), schema.getRef()));
    response.addHeader(
        "Link", OASFactory.createHeader().description("`rel=next` and `rel=prev` (RFC 8288)"));
    if (List.of(method.getParameterTypes()).contains(CriteriaParameters.class)) {
      response.addHeader(
          PayloadSearchAccess.HEADER,
          OASFactory.createHeader()
              .description(
                  "With `pointer`: number of payloads that are not, or not completely, indexed"
                      + " yet"));
    }
  }
}
