package dev.synctrail.platform;

class InMemoryPlatformsTest extends PlatformsContract {
  private final Platforms platforms = new InMemoryPlatforms();

  @Override
  protected Platforms platforms() {
    return platforms;
  }
}
