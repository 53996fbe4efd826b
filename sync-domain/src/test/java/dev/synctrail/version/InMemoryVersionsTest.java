package dev.synctrail.version;

class InMemoryVersionsTest extends VersionsContract {
  private final Versions versions = new InMemoryVersions();

  @Override
  protected Versions versions() {
    return versions;
  }
}
