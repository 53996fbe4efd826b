package dev.synctrail.web.openapi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Moves responses that several operations share to the components and refers to them. */
final class SharedResponses {
  private static final String REF = "#/components/responses/";
  private static final int MAX_WORDS = 8;

  private SharedResponses() {}

  static void share(OpenAPI api) {
    Map<String, List<Use>> uses = new LinkedHashMap<>();
    for (var item : api.getPaths().getPathItems().values()) {
      for (var operation : item.getOperations().values()) {
        collect(operation.getResponses(), uses);
      }
    }
    Map<String, APIResponse> shared = new TreeMap<>();
    uses.values().stream()
        .filter(same -> same.size() > 1)
        .forEach(
            same -> {
              Use first = same.get(0);
              String name = unused(nameOf(first), shared);
              shared.put(name, first.response());
              same.forEach(use -> use.refer(REF + name));
            });
    api.getComponents().setResponses(shared);
  }

  private static void collect(APIResponses responses, Map<String, List<Use>> uses) {
    responses
        .getAPIResponses()
        .forEach(
            (status, response) -> {
              if (status.startsWith("4") || status.startsWith("5")) {
                uses.computeIfAbsent(status + response.getDescription(), same -> new ArrayList<>())
                    .add(new Use(responses, status, response));
              }
            });
  }

  /** Returns the code if the description begins with one, else its first words. */
  private static String nameOf(Use use) {
    String text = use.response().getDescription();
    String words =
        text.startsWith("`")
            ? text.substring(1, text.indexOf('`', 1)).toLowerCase(Locale.ROOT)
            : text;
    return Arrays.stream(words.split("[^A-Za-z0-9]+"))
        .filter(word -> !word.isEmpty())
        .limit(MAX_WORDS)
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static String unused(String name, Map<String, APIResponse> used) {
    String candidate = name;
    for (int i = 2; used.containsKey(candidate); i++) {
      candidate = name + i;
    }
    return candidate;
  }

  private record Use(APIResponses of, String status, APIResponse response) {

    void refer(String ref) {
      of.addAPIResponse(status, OASFactory.createAPIResponse().ref(ref));
    }
  }
}
