import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    // Whole commands are spawned and whole corpora read: a laptop with two busy cores needs the time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A page is waited for as long as a busy laptop needs: a second, what it is otherwise, is none.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
  },
});
