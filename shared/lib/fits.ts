import { z } from 'zod';

/** Whether a value that `JSON.parse` gave surely fits. False says nothing: then the schema is asked. */
export type Fits = (value: unknown) => boolean;

type Check = z.core.$ZodCheck;

const never: Fits = () => false;
const all =
  (parts: readonly Fits[]): Fits =>
  (value) => {
    for (const part of parts) if (!part(value)) return false;
    return true;
  };

const lengthOf = (value: unknown): number =>
  typeof value === 'string' || Array.isArray(value) ? value.length : -1;

/** Those formats that are their pattern and nothing else. */
const PATTERNED: ReadonlySet<string> = new Set(['regex', 'uuid', 'datetime']);

const formatFits = (format: string, pattern: RegExp | undefined): Fits => {
  // What the schema itself asks; its pattern takes ten times as long.
  if (format === 'base64') return (value) => typeof value === 'string' && z.core.isValidBase64(value);
  // One that remembers where it was would answer differently the next time.
  if (pattern === undefined || !PATTERNED.has(format) || pattern.global || pattern.sticky) return never;
  return (value) => typeof value === 'string' && pattern.test(value);
};

const checkFits = (check: Check): Fits => {
  const { def } = (check as z.core.$ZodChecks)._zod;
  switch (def.check) {
    case 'min_length':
      return (value) => lengthOf(value) >= def.minimum;
    case 'max_length':
      return (value) => lengthOf(value) <= def.maximum;
    case 'length_equals':
      return (value) => lengthOf(value) === def.length;
    case 'greater_than': {
      const least = Number(def.value);
      return (value) => typeof value === 'number' && (def.inclusive ? value >= least : value > least);
    }
    case 'less_than': {
      const most = Number(def.value);
      return (value) => typeof value === 'number' && (def.inclusive ? value <= most : value < most);
    }
    case 'string_format':
      return formatFits(def.format, def.pattern);
    case 'number_format':
      return def.format === 'safeint' ? (value) => Number.isSafeInteger(value) : never;
    case 'overwrite':
      // What it would change is left to it.
      return (value) => def.tx(value) === value;
    default:
      return never;
  }
};
const checksFit = (checks: readonly Check[] | undefined): readonly Fits[] => (checks ?? []).map(checkFits);

const objectFits = (def: z.core.$ZodObjectDef): Fits => {
  const names = Object.keys(def.shape);
  if (names.some((name) => name in Object.prototype)) return never;
  const fields = names.map((name) => ({
    name,
    fits: compiled(def.shape[name]),
    isOptional: def.shape[name]?._zod.def.type === 'optional',
  }));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    let known = 0;
    for (const { name, fits, isOptional } of fields) {
      const of: unknown = (value as Readonly<Record<string, unknown>>)[name];
      if (of === undefined && isOptional) continue;
      if (!fits(of)) return false;
      known += 1;
    }
    // What else it has is for the schema to judge.
    let keys = 0;
    for (const _ in value) keys += 1;
    return keys === known;
  };
};

const arrayFits = (def: z.core.$ZodArrayDef): Fits => {
  const element = compiled(def.element);
  const rest = all(checksFit(def.checks));
  return (value) => {
    if (!Array.isArray(value)) return false;
    for (const each of value) if (!element(each)) return false;
    return rest(value);
  };
};

const unionFits = (options: readonly z.core.$ZodType[]): Fits => {
  const each = options.map(compiled);
  return (value) => each.some((fits) => fits(value));
};

const oneOf = (values: Iterable<unknown>): Fits => {
  const set = new Set(values);
  return (value) => set.has(value);
};

const stringFits = (def: z.core.$ZodStringDef): Fits => {
  const own = def as z.core.$ZodStringDef & Partial<z.core.$ZodCheckStringFormatDef>;
  const format = own.format === undefined ? [] : [formatFits(own.format, own.pattern)];
  const rest = all([...format, ...checksFit(def.checks)]);
  return (value) => typeof value === 'string' && rest(value);
};

/** Kinds of schemas whose further checks are looked at. */
const CHECKED: ReadonlySet<string> = new Set(['string', 'number', 'array']);

function compiled(schema: z.core.$ZodType | undefined): Fits {
  if (schema === undefined) return never;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if ((def.checks ?? []).length > 0 && !CHECKED.has(def.type)) return never;
  switch (def.type) {
    case 'object':
      return objectFits(def);
    case 'array':
      return arrayFits(def);
    case 'string':
      return stringFits(def);
    case 'number': {
      const own = def as z.core.$ZodNumberDef & Partial<z.core.$ZodCheckNumberFormatDef>;
      const rest = all(checksFit(def.checks));
      return own.format === 'safeint' ? (value) => Number.isSafeInteger(value) && rest(value) : never;
    }
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'enum':
      return oneOf(Object.values(def.entries));
    case 'literal':
      return oneOf(def.values);
    case 'nullable': {
      const inner = compiled(def.innerType);
      return (value) => value === null || inner(value);
    }
    case 'optional':
    case 'readonly':
      return compiled(def.innerType);
    case 'union':
      return unionFits(def.options);
    default:
      return never;
  }
}

/**
 * A check that is several times as fast as the schema it is made of, for the many values that fit: where it says true,
 * the schema would take the value and leave every part of it as it is. What it does not know it never lets pass.
 */
export const fitsSurely = (schema: z.ZodType): Fits => compiled(schema);
