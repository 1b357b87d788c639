import canonicalize from 'canonicalize';

/** What JSON can say; no `undefined`, no `NaN`, no dates. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The one text of a value by RFC 8785 (JSON Canonicalization Scheme). What is signed or hashed is the UTF-8
 * of this text, and verifiers hash the stored bytes, never a text made again.
 */
export const canonicalJson = (value: Json): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
};
