import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

/** Values that were never meant: wrong types, numbers past every bound, texts that break what is careless. */
const JUNK: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, -0, 1e308, -1e308, Number.MAX_SAFE_INTEGER, 2 ** 53, 1e21],
  ...['', ' ', '0', '\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\u202e', '\ufeff', 'é', 'e\u0301', '𝒳'],
  ...[
    '../../etc/passwd',
    '%00',
    "'; DROP TABLE records; --",
    '{{x}}',
    '__proto__',
    'constructor',
    'toString',
  ],
  ...['x'.repeat(101), 'ế'.repeat(5000), '0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'],
  ...['00000000-0000-0000-0000-000000000000', 'f'.repeat(64), '0'.repeat(64), 'A'.repeat(44)],
  ...[[], {}, [[]], [null], { toString: 1 }, { length: -1 }],
];

const nested = (depth: number, isArray: boolean): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i += 1) value = isArray ? [value] : { a: value };
  return value;
};

const junk: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...JUNK) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.tuple(fc.nat({ max: 3000 }), fc.boolean()).map(([n, b]) => nested(n, b)) },
  { weight: 1, arbitrary: fc.jsonValue() },
);

type Path = readonly (string | number)[];

/** Deeper than any message goes; what was nested on purpose would take for ever. */
const DEEPEST = 8;

const pathsOf = (value: unknown, path: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return [path];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((each: unknown, index) => [index, each])
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, each]) => pathsOf(each, [...path, key]))];
};

/** What is done to one place of a message. */
export interface Damage {
  readonly at: number;
  readonly how: 'replace' | 'drop' | 'add' | 'proto' | 'double' | 'nfd';
  readonly value: unknown;
  readonly key: string;
}

const damagedOne = (value: unknown, damage: Damage): unknown => {
  switch (damage.how) {
    case 'replace':
      return damage.value;
    case 'nfd':
      return typeof value === 'string' ? value.normalize('NFD') : damage.value;
    case 'double':
      if (Array.isArray(value)) return [...(value as unknown[]), ...(value as unknown[])];
      return typeof value === 'string' ? value + value : [value, value];
    case 'drop':
      return undefined;
    default: {
      if (typeof value !== 'object' || value === null) return damage.value;
      const key = damage.how === 'proto' ? '__proto__' : damage.key;
      if (Array.isArray(value)) return [...(value as unknown[]), damage.value];
      // A plain assignment would set the prototype instead of a field.
      const copy: object = { ...value };
      Object.defineProperty(copy, key, { value: damage.value, enumerable: true, configurable: true });
      return copy;
    }
  }
};

const changedAt = (value: unknown, path: Path, change: (value: unknown) => unknown): unknown => {
  const [first, ...rest] = path;
  if (first === undefined) return change(value);
  if (Array.isArray(value)) {
    const copy: unknown[] = [...(value as unknown[])];
    const next = changedAt(copy[Number(first)], rest, change);
    if (next === undefined) copy.splice(Number(first), 1);
    else copy[Number(first)] = next;
    return copy;
  }
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  const next = changedAt(copy[first], rest, change);
  if (next === undefined) Reflect.deleteProperty(copy, first);
  else copy[first] = next;
  return copy;
};

/** One to three places of a message, each damaged in its own way. */
export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'add', 'proto', 'double', 'nfd'),
    value: junk,
    key: fc.constantFrom('x', 'id', 'constructor', 'toString', '', 'ế', '\ud800'),
  }),
  { minLength: 1, maxLength: 3 },
);

export const damaged = (message: unknown, list: readonly Damage[]): unknown =>
  list.reduce((value, damage) => {
    const paths = pathsOf(value);
    const path = paths[damage.at % paths.length] ?? [];
    return changedAt(value, path, (each) => damagedOne(each, damage));
  }, message);

/** The text of a damaged message; what JSON has no text for is sent as it would be by who does not look. */
export const textOf = (value: unknown): string => JSON.stringify(value) ?? '';

/** A body of anything: bytes, almost JSON, JSON of nothing that is known. */
export const anyBody: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
  junk.map((value) => Buffer.from(textOf(value))),
  fc
    .constantFrom('[', '{"a":', '"', '{"a":1,"a":2}', 'nul', '1e999', '[1,]', '\ufeff{}', '"\\ud800"')
    .map((text) => Buffer.from(text)),
);

const folder = join(import.meta.dirname, '..', 'fixtures', 'fuzz');

/** What once failed, kept: every file of one folder of `tests/fixtures/fuzz`. */
export const corpus = (name: 'requests'): readonly { readonly name: string; text: string }[] =>
  readdirSync(join(folder, name))
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => ({ name: file, text: readFileSync(join(folder, name, file), 'utf8') }));

/** The same inputs at every run; `FUZZ_RUNS` multiplies how many, `FUZZ_SEED` takes others. */
export const fuzzRuns = (
  numRuns: number,
): { readonly seed: number; readonly numRuns: number; readonly endOnFailure: boolean } => ({
  seed: Number(process.env['FUZZ_SEED'] ?? 3),
  numRuns: Math.round(numRuns * Number(process.env['FUZZ_RUNS'] ?? 1)),
  // Making an input smaller sends hundreds of others first: by hand, when one has failed.
  endOnFailure: true,
});

/** Values of headers: any text that a header can hold, and known trouble. */
export const headerText = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 60 }).map((text) => text.replace(/[\r\n\0]/g, ' ')),
  fc.uint8Array({ maxLength: 40 }).map((bytes) =>
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/[\r\n]/g, ' '),
  ),
  fc.constantFrom(
    '',
    ' ',
    ',',
    ';;;q=',
    'vi;q=1e999',
    'en;q=-1',
    'x'.repeat(8000),
    `"${'a'.repeat(64)}"`,
    '*',
  ),
);
