/** Waits until a condition holds; fails with what was waited for after `ms`. */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  ms = 20_000,
): Promise<void> => {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
