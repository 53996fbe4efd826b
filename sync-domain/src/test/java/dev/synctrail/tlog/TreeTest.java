package dev.synctrail.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TreeTest {
  /** Entries and roots of the reference implementation of RFC 6962 (Certificate Transparency). */
  private static final List<Hash> REFERENCE =
      Stream.of(
              "",
              "00",
              "10",
              "2021",
              "3031",
              "40414243",
              "5051525354555657",
              "606162636465666768696a6b6c6d6e6f")
          .map(hex -> Hash.ofLeaf(HexFormat.of().parseHex(hex)))
          .toList();

  private static final List<String> REFERENCE_ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void has_the_roots_of_the_reference_implementation() {
    Tree tree = Tree.empty();
    List<String> roots = new ArrayList<>(List.of(tree.root().toString()));
    for (Hash leaf : REFERENCE) {
      tree.append(leaf);
      roots.add(tree.root().toString());
    }

    assertThat(roots).isEqualTo(REFERENCE_ROOTS);
  }

  @Test
  void has_the_proofs_of_the_reference_implementation() {
    Proofs proofs = new Proofs(stored(REFERENCE));

    assertThat(proofs.inclusion(0, 8).path())
        .extracting(Hash::toString)
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    assertThat(proofs.consistency(6, 8).path())
        .extracting(Hash::toString)
        .containsExactly(
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
  }

  @Property(tries = 60)
  void roots_and_proofs_are_those_of_a_naive_tree(
      @ForAll @IntRange(min = 1, max = 1_500) int size, @ForAll long seed) {
    List<Hash> leaves = leaves(size);
    Proofs proofs = new Proofs(stored(leaves));
    int earlier = 1 + (int) Math.floorMod(seed, (long) size);
    int leaf = (int) Math.floorMod(seed >>> 16, (long) earlier);
    List<Hash> beginning = leaves.subList(0, earlier);

    assertThat(proofs.root(size)).isEqualTo(NaiveTree.root(leaves));
    assertThat(proofs.root(earlier)).isEqualTo(NaiveTree.root(beginning));
    InclusionProof inclusion = proofs.inclusion(leaf, earlier);
    assertThat(inclusion.path()).isEqualTo(NaiveTree.path(leaf, beginning));
    assertThat(inclusion.proves(leaves.get(leaf), proofs.root(earlier))).isTrue();
    assertThat(proofs.inclusions(List.of(0L, (long) leaf), earlier))
        .containsExactly(proofs.inclusion(0, earlier), inclusion);
    ConsistencyProof consistency = proofs.consistency(earlier, size);
    assertThat(consistency.path()).isEqualTo(NaiveTree.proof(earlier, leaves));
    assertThat(consistency.proves(proofs.root(earlier), proofs.root(size))).isTrue();
  }

  @Property(tries = 30)
  void continues_from_its_stored_tiles(
      @ForAll @IntRange(max = 1_000) int before, @ForAll @IntRange(max = 1_000) int more) {
    List<Hash> leaves = leaves(before + more);
    NaiveTree.StoredTiles tiles = stored(leaves.subList(0, before));

    Tree tree = Tree.load(before, tiles);
    leaves.subList(before, leaves.size()).forEach(tree::append);
    tiles.store(tree.takeChanges());

    assertThat(tree.size()).isEqualTo(leaves.size());
    assertThat(tree.root()).isEqualTo(NaiveTree.root(leaves));
    assertThat(new Proofs(tiles).root(leaves.size())).isEqualTo(tree.root());
    assertThat(tree.takeChanges()).isEmpty();
  }

  @Test
  void has_proofs_over_three_levels_of_tiles() {
    int size = 66_000;
    List<Hash> leaves = leaves(size);
    Proofs proofs = new Proofs(stored(leaves));
    Hash root = proofs.root(size);

    assertThat(root).isEqualTo(NaiveTree.root(leaves));
    for (int leaf : new int[] {0, 255, 256, 65_535, 65_536, 65_999}) {
      assertThat(proofs.inclusion(leaf, size).proves(leaves.get(leaf), root)).isTrue();
    }
    for (int earlier : new int[] {1, 256, 257, 65_535, 65_536, 65_537, 65_999}) {
      assertThat(proofs.consistency(earlier, size).proves(proofs.root(earlier), root)).isTrue();
    }
  }

  @Property(tries = 40)
  void an_altered_proof_proves_nothing(@ForAll @IntRange(min = 3, max = 300) int size) {
    List<Hash> leaves = leaves(size);
    Proofs proofs = new Proofs(stored(leaves));
    Hash root = proofs.root(size);
    int leaf = size / 2;
    InclusionProof proof = proofs.inclusion(leaf, size);

    assertThat(proof.proves(leaves.get(leaf - 1), root)).isFalse();
    assertThat(proof.proves(leaves.get(leaf), proofs.root(size - 1))).isFalse();
    assertThat(new InclusionProof(leaf - 1, size, proof.path()).proves(leaves.get(leaf), root))
        .isFalse();
    assertThat(new InclusionProof(leaf, leaf, proof.path()).proves(leaves.get(leaf), root))
        .isFalse();
    assertThat(new InclusionProof(-1, size, proof.path()).proves(leaves.get(leaf), root)).isFalse();
    for (List<Hash> path : altered(proof.path())) {
      assertThat(new InclusionProof(leaf, size, path).proves(leaves.get(leaf), root)).isFalse();
    }

    int earlier = size - 1;
    ConsistencyProof consistency = proofs.consistency(earlier, size);
    Hash earlierRoot = proofs.root(earlier);
    assertThat(consistency.proves(proofs.root(earlier - 1), root)).isFalse();
    assertThat(consistency.proves(earlierRoot, earlierRoot)).isFalse();
    assertThat(new ConsistencyProof(size, earlier, consistency.path()).proves(root, earlierRoot))
        .isFalse();
    for (List<Hash> path : altered(consistency.path())) {
      assertThat(new ConsistencyProof(earlier, size, path).proves(earlierRoot, root)).isFalse();
    }
  }

  private static List<List<Hash>> altered(List<Hash> path) {
    List<Hash> longer = new ArrayList<>(path);
    longer.add(Hash.EMPTY_ROOT);
    List<Hash> other = new ArrayList<>(path);
    other.set(0, Hash.EMPTY_ROOT);
    List<Hash> reversed = new ArrayList<>(path);
    Collections.reverse(reversed);
    List<List<Hash>> all =
        new ArrayList<>(List.of(longer, other, path.subList(1, path.size()), List.of()));
    if (!reversed.equals(path)) {
      all.add(reversed);
    }
    return all;
  }

  @Test
  void every_tree_continues_the_empty_one_and_itself() {
    Proofs proofs = new Proofs(stored(REFERENCE));
    Hash root = proofs.root(8);

    assertThat(proofs.consistency(0, 8).proves(Hash.EMPTY_ROOT, root)).isTrue();
    assertThat(proofs.consistency(0, 8).proves(root, root)).isFalse();
    assertThat(proofs.consistency(8, 8).proves(root, root)).isTrue();
    assertThat(proofs.consistency(8, 8).proves(Hash.EMPTY_ROOT, root)).isFalse();
    assertThat(new ConsistencyProof(3, 8, List.of()).proves(root, root)).isFalse();
    assertThat(proofs.consistency(0, 0).path()).isEmpty();
    assertThat(proofs.root(0)).isEqualTo(Hash.EMPTY_ROOT);
  }

  @Test
  void refuses_proofs_of_what_is_not_there() {
    Proofs proofs = new Proofs(stored(REFERENCE));

    assertThatThrownBy(() -> proofs.inclusion(8, 8)).isInstanceOf(MalformedLog.class);
    assertThatThrownBy(() -> proofs.inclusion(-1, 8)).isInstanceOf(MalformedLog.class);
    assertThatThrownBy(() -> proofs.consistency(9, 8)).isInstanceOf(MalformedLog.class);
    assertThatThrownBy(() -> proofs.consistency(-1, 8)).isInstanceOf(MalformedLog.class);
  }

  @Test
  void hashes_have_32_bytes() {
    assertThatThrownBy(() -> Hash.of(new byte[31])).isInstanceOf(MalformedLog.class);
    assertThat(Hash.ofBase64(Hash.EMPTY_ROOT.base64())).isEqualTo(Hash.EMPTY_ROOT);
    assertThat(Hash.of(Hash.EMPTY_ROOT.bytes())).hasSameHashCodeAs(Hash.EMPTY_ROOT);
  }

  static List<Hash> leaves(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> Hash.ofLeaf(ByteBuffer.allocate(4).putInt(i).array()))
        .toList();
  }

  /** Stores the tiles of a tree in batches, so that most of them are stored more than once. */
  static NaiveTree.StoredTiles stored(List<Hash> leaves) {
    NaiveTree.StoredTiles tiles = new NaiveTree.StoredTiles();
    Tree tree = Tree.empty();
    for (int i = 0; i < leaves.size(); i++) {
      assertThat(tree.append(leaves.get(i))).isEqualTo(i);
      if (i % 100 == 0) {
        tiles.store(tree.takeChanges());
      }
    }
    Map<LogTile, byte[]> last = tree.takeChanges();
    tiles.store(last);
    return tiles;
  }
}
