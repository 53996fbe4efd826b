package dev.synctrail.web.search;

import dev.synctrail.access.AccessTokens;
import dev.synctrail.access.ManageUsers;
import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.Identifiers;
import dev.synctrail.history.Identifiers.Identifier;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.platform.Platforms;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.CurrentUser;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.NavItem;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.console.PageContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds types, platforms, syncs, runs, versions, people, pages and actions by a text. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class SearchPage {
  private static final int MAX_HITS = 8;
  private static final int MAX_LENGTH = 200;

  private final Versions versions;
  private final Platforms platforms;
  private final SyncHistory history;
  private final Identifiers identifiers;
  private final ManageUsers manageUsers;
  private final AccessTokens tokens;
  private final CurrentUser currentUser;
  private final String query;
  private @Nullable List<Group> groups;

  @Inject
  SearchPage(
      Versions versions,
      Platforms platforms,
      SyncHistory history,
      Identifiers identifiers,
      ManageUsers manageUsers,
      AccessTokens tokens,
      CurrentUser currentUser,
      PageContext pageContext) {
    this.versions = versions;
    this.platforms = platforms;
    this.history = history;
    this.identifiers = identifiers;
    this.manageUsers = manageUsers;
    this.tokens = tokens;
    this.currentUser = currentUser;
    String text = Objects.requireNonNullElse(pageContext.parameter("q"), "");
    this.query = text.substring(0, Math.min(text.length(), MAX_LENGTH));
  }

  /** Returns the text that is searched for; without one, all pages and actions are shown. */
  public String getQuery() {
    return query;
  }

  /** Returns the hits by kind, without empty groups. */
  public List<Group> getGroups() {
    List<Group> found = groups;
    if (found == null) {
      found = query.isEmpty() ? List.of(pages(), actions()) : search();
      found = found.stream().filter(group -> !group.hits().isEmpty()).toList();
      groups = found;
    }
    return found;
  }

  private List<Group> search() {
    return List.of(types(), platforms(), identified(), people(), pages(), actions());
  }

  private Group types() {
    Set<String> stored =
        versions.types().stream().map(TypeKey::value).collect(Collectors.toUnmodifiableSet());
    return group(
        "nav.TYPES",
        Stream.concat(
            best(stored.stream())
                .map(key -> new Hit(key, "", "/console/type.xhtml?key=" + encoded(key))),
            recorded(Criterion.TYPE_KEY_CONTAINS, stored)));
  }

  private Group platforms() {
    Set<String> known =
        platforms.all().stream()
            .map(platform -> platform.id().value())
            .collect(Collectors.toUnmodifiableSet());
    return group(
        "nav.PLATFORMS",
        Stream.concat(
            platforms.all().stream()
                .filter(platform -> matches(platform.id().value()) || matches(platform.name()))
                .map(
                    platform ->
                        new Hit(
                            platform.id().value(),
                            platform.name(),
                            "/console/platform.xhtml?id=" + platform.id())),
            recorded(Criterion.PLATFORM_CONTAINS, known)));
  }

  /** Other systems record syncs of types and with platforms that are not managed here. */
  private Stream<Hit> recorded(Criterion part, Set<String> managed) {
    String whole = part.whole().orElseThrow().toString();
    return best(history
            .resolve(SyncFilter.ALL.with(part, query))
            .getOrDefault(part, List.of())
            .stream()
            .filter(value -> !managed.contains(value)))
        .map(
            value ->
                new Hit(
                    value,
                    PageContext.text("nav.HISTORY"),
                    "/console/history.xhtml?" + whole + "=" + encoded(value)));
  }

  private Group identified() {
    return new Group(
        PageContext.text("searchIds"),
        identifiers.startingWith(query, MAX_HITS).stream().map(SearchPage::hit).toList());
  }

  private static Hit hit(Identifier identifier) {
    String kind = PageContext.text("identifier." + identifier.kind());
    String link =
        switch (identifier.kind()) {
          case SYNC -> "sync.xhtml?id=" + identifier.id();
          case DEPLOYMENT -> "deployment.xhtml?id=" + identifier.id();
          case PULL_RUN -> "pull-run.xhtml?id=" + identifier.id();
          case VERSION ->
              "type.xhtml?key=" + encoded(identifier.subject()) + "&version=" + identifier.id();
        };
    return new Hit(identifier.id(), kind + " · " + identifier.subject(), "/console/" + link);
  }

  private Group people() {
    if (!currentUser.may(Right.ADMINISTRATION.name())) {
      return new Group("", List.of());
    }
    return group(
        "searchPeople",
        Stream.concat(
            manageUsers.all().stream()
                .filter(user -> matches(user.name()))
                .map(
                    user ->
                        new Hit(
                            user.name(),
                            PageContext.text("holder.USER"),
                            "/console/user.xhtml?name=" + encoded(user.name()))),
            tokens.all().stream()
                .filter(token -> matches(token.name()))
                .map(
                    token ->
                        new Hit(
                            token.name(),
                            PageContext.text("holder.TOKEN"),
                            "/console/token.xhtml?id=" + token.id()))));
  }

  private Group pages() {
    return new Group(
        PageContext.text("searchPages"),
        Stream.of(NavItem.values())
            .filter(item -> currentUser.mayOpen(item.getPath()))
            .map(item -> new Hit(PageContext.text(item.getLabel()), "", item.getPath()))
            .filter(hit -> matches(hit.text()))
            .toList());
  }

  private Group actions() {
    return group(
        "searchActions",
        Stream.of(Action.values())
            .filter(action -> currentUser.may(action.right.name()))
            .map(action -> new Hit(PageContext.text(action.label), "", action.path))
            .filter(hit -> matches(hit.text())));
  }

  private static Group group(String label, Stream<Hit> hits) {
    return new Group(PageContext.text(label), hits.limit(MAX_HITS).toList());
  }

  /** Returns the values that match, those that begin with the text first. */
  private Stream<String> best(Stream<String> values) {
    return values
        .filter(this::matches)
        .sorted(
            Comparator.comparing((String value) -> !lower(value).startsWith(lower(query)))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MAX_HITS);
  }

  private boolean matches(String text) {
    return lower(text).contains(lower(query));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String encoded(String text) {
    return PageAddress.encoded(text);
  }

  /** Returns the number of hits. */
  public int getCount() {
    return new ArrayList<>(getGroups()).stream().mapToInt(group -> group.hits().size()).sum();
  }

  /** Hits of one kind. */
  public record Group(String label, List<Hit> hits) {}

  /**
   * What was found.
   *
   * @param link the path of its page below the context path
   */
  public record Hit(String text, String detail, String link) {}

  /** Actions that have a form of their own. */
  private enum Action {
    DEPLOY("startDeployment", "/console/deployments.xhtml#start", Right.ACTION),
    PULL("startPull", "/console/pull-runs.xhtml#start", Right.ACTION),
    NEW_TYPE("newType", "/console/type.xhtml", Right.ACTION),
    NEW_PLATFORM("newPlatform", "/console/platform.xhtml", Right.ADMINISTRATION),
    ADD_USER("addUser", "/console/access.xhtml", Right.ADMINISTRATION),
    CREATE_TOKEN("createToken", "/console/access.xhtml", Right.ADMINISTRATION);

    private final String label;
    private final String path;
    private final Right right;

    Action(String label, String path, Right right) {
      this.label = label;
      this.path = path;
      this.right = right;
    }
  }
}
