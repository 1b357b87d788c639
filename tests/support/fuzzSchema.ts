import fc from 'fast-check';
import { z } from 'zod';

type Node = Readonly<Record<string, unknown>>;

const nodes = (value: unknown): Node[] => (Array.isArray(value) ? (value as Node[]) : []);
const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

/** `format` and `pattern` are those that the contract uses; anything else is a plain text. */
const textNode = (node: Node, ids: readonly string[]): fc.Arbitrary<unknown> => {
  if (node['format'] === 'uuid') return fc.constantFrom(...ids);
  if (node['format'] === 'date-time') {
    return fc.constantFrom(
      '2026-11-30T01:00:00.000Z',
      '0000-01-01T00:00:00.000Z',
      '9999-12-31T23:59:59.999Z',
      '2030-01-02T05:00:00.000Z',
    );
  }
  const pattern = node['pattern'];
  if (typeof pattern === 'string' && pattern.includes('{64}'))
    return fc.constantFrom('a'.repeat(64), '0'.repeat(64));
  const maxLength = Math.min(numberOr(node['maxLength'], 60), 400);
  const minLength = Math.min(numberOr(node['minLength'], 0), maxLength);
  const known = ['a0', 'Zz', 'yes', 'Đồng ý', 'e\u0301', 'x\ud800', 'a\u0000b'];
  return fc.oneof(
    fc.string({ minLength, maxLength, unit: 'binary' }),
    fc.constantFrom(...known.map((text) => text.padEnd(minLength, 'A'))),
  );
};

const objectNode = (node: Node, ids: readonly string[]): fc.Arbitrary<unknown> => {
  const properties = Object.entries((node['properties'] ?? {}) as Record<string, Node>);
  const required = new Set(Array.isArray(node['required']) ? (node['required'] as string[]) : []);
  return fc.record(Object.fromEntries(properties.map(([name, each]) => [name, ofNode(each, ids)])), {
    requiredKeys: properties.map(([name]) => name).filter((name) => required.has(name)),
  });
};

const ofNode = (node: Node, ids: readonly string[]): fc.Arbitrary<unknown> => {
  if ('const' in node) return fc.constant(node['const']);
  const values = node['enum'];
  if (Array.isArray(values)) return fc.constantFrom(...(values as unknown[]));
  const choices = [...nodes(node['anyOf']), ...nodes(node['oneOf'])];
  if (choices.length > 0) return fc.oneof(...choices.map((each) => ofNode(each, ids)));
  switch (node['type']) {
    case 'string':
      return textNode(node, ids);
    case 'integer':
    case 'number': {
      const min = numberOr(node['minimum'], -10);
      const max = Math.max(min, numberOr(node['maximum'], Number.MAX_SAFE_INTEGER));
      return fc.constantFrom(min, max, Math.min(max, Math.max(min, 1)), Math.min(max, Math.max(min, 30)));
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(ofNode((node['items'] ?? {}) as Node, ids), {
        minLength: Math.min(numberOr(node['minItems'], 0), 3),
        maxLength: Math.min(numberOr(node['maxItems'], 3), 3),
      });
    case 'object':
      return objectNode(node, ids);
    default:
      return fc.constantFrom(null, 1, 'x', {});
  }
};

/** Messages that a schema (mostly) takes, at its bounds; ids are drawn from `ids`, so that they often name something. */
export const ofSchema = (schema: z.ZodType, ids: readonly string[]): fc.Arbitrary<unknown> =>
  ofNode(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }), ids);
