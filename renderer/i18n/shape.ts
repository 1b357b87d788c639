/** The same keys, any words: what another language owes to the Vietnamese one. */
export type SameKeys<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> };
