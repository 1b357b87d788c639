import { afterEach } from 'vitest';

/** Disposes of what a test opened, last first, when the test has ended. To be called at the top of a test file. */
export const disposingAfterEach = (): (<T extends AsyncDisposable>(resource: T) => T) => {
  const opened: AsyncDisposable[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
  });
  return (resource) => {
    opened.push(resource);
    return resource;
  };
};
