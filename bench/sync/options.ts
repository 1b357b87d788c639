/** How much of a benchmark is wanted. */
export interface BenchOptions {
  /** One figure by its name, or all. */
  readonly only: string | null;
  /** A tenth of everything, once: to see that it runs, not to judge. */
  readonly quick: boolean;
}
