import { defineConfig } from 'vitest/config';

const project = (name: string, seconds: number, parallel: boolean) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    environment: 'node' as const,
    testTimeout: seconds * 1000,
    hookTimeout: seconds * 1000,
    fileParallelism: parallel,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', 20, true),
      project('contract', 60, true),
      project('simulation', 300, true),
      project('electron', 120, false),
      project('e2e', 300, false),
    ],
  },
});
