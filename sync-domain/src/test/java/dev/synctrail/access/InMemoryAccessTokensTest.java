package dev.synctrail.access;

class InMemoryAccessTokensTest extends AccessTokensContract {
  private final AccessTokens tokens = new InMemoryAccessTokens();

  @Override
  protected AccessTokens tokens() {
    return tokens;
  }
}
