import { concat, sha256Of } from '../../lib/bytes.ts';

/**
 * The Merkle tree of RFC 6962, section 2.1, with the verification algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2.
 * Hashes are 32 raw bytes; leaves are given by their hashes.
 */
type Hash = Uint8Array;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (data: Uint8Array): Hash => sha256Of(concat(LEAF, data));

export const nodeHash = (left: Hash, right: Hash): Hash => sha256Of(concat(NODE, left, right));

const areEqual = (a: Hash, b: Hash): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/**
 * What must be kept to append: the roots of the complete subtrees that make up a tree, the largest first. There are as
 * many as `size` has binary ones.
 */
export interface Frontier {
  /** Number of leaves. */
  readonly size: number;
  readonly hashes: readonly Hash[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] };

export const appendLeaf = ({ size, hashes }: Frontier, leaf: Hash): Frontier => {
  const next = [...hashes];
  let right = leaf;
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = next.pop();
    if (left === undefined) throw new RangeError('a frontier that does not fit its size');
    right = nodeHash(left, right);
  }
  return { size: size + 1, hashes: [...next, right] };
};

/** Root of the whole tree; of the empty one, the hash of nothing. */
export const frontierRoot = ({ hashes }: Frontier): Hash =>
  hashes.length === 0
    ? sha256Of(new Uint8Array())
    : hashes.reduceRight((right, left) => nodeHash(left, right));

/** Audit path of the leaf that is appended next, in the tree that it completes. */
export const nextLeafPath = ({ hashes }: Frontier): readonly Hash[] => hashes.toReversed();

export const treeRoot = (leaves: readonly Hash[]): Hash =>
  frontierRoot(leaves.reduce(appendLeaf, EMPTY_FRONTIER));

/** The largest power of two below `size`, which is at least 2. */
const splitOf = (size: number): number => {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
};

/** RFC 6962 PATH(index, leaves): from the leaf's sibling upwards. */
export const inclusionProof = (leaves: readonly Hash[], index: number): readonly Hash[] => {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError('no such leaf');
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return index < split
    ? [...inclusionProof(left, index), treeRoot(right)]
    : [...inclusionProof(right, index - split), treeRoot(left)];
};

/** RFC 6962 SUBPROOF(oldSize, leaves, isWhole). */
const subproof = (leaves: readonly Hash[], oldSize: number, isWhole: boolean): readonly Hash[] => {
  if (oldSize === leaves.length) return isWhole ? [] : [treeRoot(leaves)];
  const split = splitOf(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return oldSize <= split
    ? [...subproof(left, oldSize, isWhole), treeRoot(right)]
    : [...subproof(right, oldSize - split, false), treeRoot(left)];
};

/** RFC 6962 PROOF(oldSize, leaves): that the first `oldSize` leaves are still what they were. */
export const consistencyProof = (leaves: readonly Hash[], oldSize: number): readonly Hash[] => {
  if (!Number.isInteger(oldSize) || oldSize < 0 || oldSize > leaves.length) {
    throw new RangeError('no such size');
  }
  return oldSize === 0 ? [] : subproof(leaves, oldSize, true);
};

const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);

/** Whether `leaf` stands at `index` of the tree with this size and root. */
export const isIncluded = (
  leaf: Hash,
  index: number,
  tree: { readonly size: number; readonly root: Hash },
  proof: readonly Hash[],
): boolean => {
  if (!Number.isSafeInteger(index) || index < 0 || index >= tree.size) return false;
  let at = index;
  let last = tree.size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && areEqual(hash, tree.root);
};

/** Whether the newer tree begins with exactly the leaves of the older one. */
export const isConsistent = (
  older: { readonly size: number; readonly root: Hash },
  newer: { readonly size: number; readonly root: Hash },
  proof: readonly Hash[],
): boolean => {
  if (!Number.isSafeInteger(older.size) || older.size < 0 || older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && areEqual(older.root, newer.root);
  if (older.size === 0) return proof.length === 0;
  let at = older.size - 1;
  let last = newer.size - 1;
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  // A complete older tree is itself the first node, and is left out of the proof.
  const [first, ...rest] = at === 0 ? [older.root, ...proof] : proof;
  if (first === undefined) return false;
  let oldHash = first;
  let newHash = first;
  for (const node of rest) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      oldHash = nodeHash(node, oldHash);
      newHash = nodeHash(node, newHash);
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      newHash = nodeHash(newHash, node);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && areEqual(oldHash, older.root) && areEqual(newHash, newer.root);
};
