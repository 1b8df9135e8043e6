import { defineConfig } from 'vitest/config';

// The suites that need a PostgreSQL server or a browser: `.ci/run` names them by ATTEST_TEST_DATABASE and ATTEST_TEST_BROWSER.
export default defineConfig({
  test: {
    include: [
      'test/ledgers.test.ts',
      'test/crash.test.ts',
      'test/ledger-faults.test.ts',
      'test/desk*.test.ts',
      'test/accounts.test.ts',
      'test/add.test.ts',
      'test/follow.test.ts',
      'test/sources.test.ts',
      'test/withholding.test.ts',
      'test/review.test.ts',
      'test/identity.test.ts',
      'test/double.test.ts',
      'test/review-faults.test.ts',
      'test/copies.test.ts',
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
  },
});
