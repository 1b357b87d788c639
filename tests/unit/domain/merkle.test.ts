import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendLeaf,
  consistencyProof,
  EMPTY_FRONTIER,
  type Frontier,
  frontierRoot,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  nextLeafPath,
  nodeHash,
  treeRoot,
} from '../../../shared/domain/log/merkle.ts';
import { fromHex, sha256Of, toHex, utf8 } from '../../../shared/lib/bytes.ts';

/** The reference data of Certificate Transparency (google/certificate-transparency, `merkle_tree_test`). */
const ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = ENTRIES.map((entry) => leafHash(fromHex(entry)));
const treeOf = (size: number) => ({ size, root: treeRoot(leaves.slice(0, size)) });
const hex = (hashes: readonly Uint8Array[]) => hashes.map(toHex);

describe('the tree of RFC 6962', () => {
  it('has the reference roots at every size, whole and appended leaf by leaf', () => {
    let frontier: Frontier = EMPTY_FRONTIER;
    for (const [size, root] of ROOTS.entries()) {
      expect(toHex(treeRoot(leaves.slice(0, size)))).toBe(root);
      expect(toHex(frontierRoot(frontier))).toBe(root);
      const leaf = leaves[size];
      if (leaf !== undefined) frontier = appendLeaf(frontier, leaf);
    }
  });

  it.each([
    [
      0,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
  ])('has the reference audit path of leaf %i', (index, path) => {
    expect(hex(inclusionProof(leaves, index))).toEqual(path);
  });

  it.each([
    [1, 1, []],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
    [4, 7, ['837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e']],
  ])('has the reference consistency proof from %i to %i leaves', (older, newer, path) => {
    expect(hex(consistencyProof(leaves.slice(0, newer), older))).toEqual(path);
  });

  it('refuses proofs with a node changed, missing or added, and other roots and indexes', () => {
    const proof = inclusionProof(leaves, 5);
    const leaf = leaves[5] ?? new Uint8Array();
    const tree = treeOf(8);
    expect(isIncluded(leaf, 5, tree, proof)).toBe(true);
    expect(isIncluded(leaf, 4, tree, proof)).toBe(false);
    expect(isIncluded(leaf, 8, tree, proof)).toBe(false);
    expect(isIncluded(leaf, -1, tree, proof)).toBe(false);
    expect(isIncluded(leaf, 5, tree, proof.slice(1))).toBe(false);
    expect(isIncluded(leaf, 5, tree, [...proof, leaf])).toBe(false);
    expect(isIncluded(leaf, 5, treeOf(7), proof)).toBe(false);
    const step = consistencyProof(leaves, 6);
    expect(isConsistent(treeOf(6), tree, step)).toBe(true);
    expect(isConsistent(treeOf(5), tree, step)).toBe(false);
    expect(isConsistent({ ...treeOf(6), root: treeOf(5).root }, tree, step)).toBe(false);
    expect(isConsistent(treeOf(6), tree, step.slice(1))).toBe(false);
    expect(isConsistent(treeOf(6), tree, [])).toBe(false);
    expect(isConsistent(tree, treeOf(6), step)).toBe(false);
    expect(isConsistent(treeOf(8), { size: 8, root: nodeHash(leaf, leaf) }, [])).toBe(false);
  });

  const sizes = fc.integer({ min: 1, max: 70 });
  const many = Array.from({ length: 70 }, (_, n) => leafHash(utf8(`leaf ${n}`)));

  it('proves every leaf of every tree, and only at its place', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, a, b) => {
        const [index, other] = [a % size, b % size];
        const all = many.slice(0, size);
        const tree = { size, root: treeRoot(all) };
        const proof = inclusionProof(all, index);
        expect(isIncluded(many[index] ?? new Uint8Array(), index, tree, proof)).toBe(true);
        if (other !== index) {
          expect(isIncluded(many[other] ?? new Uint8Array(), other, tree, proof)).toBe(false);
        }
      }),
    );
  });

  it('proves that any tree grew out of any smaller one, and not out of one with a leaf changed', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, a, b) => {
        const older = 1 + (a % size);
        const all = many.slice(0, size);
        const proof = consistencyProof(all, older);
        const tree = { size, root: treeRoot(all) };
        expect(isConsistent({ size: older, root: treeRoot(all.slice(0, older)) }, tree, proof)).toBe(true);
        const forged = all.with(b % older, leafHash(utf8('forged')));
        const forgedOld = { size: older, root: treeRoot(forged.slice(0, older)) };
        expect(isConsistent(forgedOld, tree, proof)).toBe(false);
      }),
    );
  });

  it('knows the audit path of a leaf before it is appended', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const before = many.slice(0, size - 1).reduce(appendLeaf, EMPTY_FRONTIER);
        expect(hex(nextLeafPath(before))).toEqual(hex(inclusionProof(many.slice(0, size), size - 1)));
      }),
    );
  });

  it('has the hash of nothing as the root of the empty tree', () => {
    expect(frontierRoot(EMPTY_FRONTIER)).toEqual(sha256Of(new Uint8Array()));
  });
});
