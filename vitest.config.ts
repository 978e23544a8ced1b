import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    // What needs no database is given none.
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/unit/**'],
          globalSetup: ['tests/support/globalSetup.ts'],
          setupFiles: ['tests/support/setup.ts'],
        },
      },
    ],
    pool: 'forks',
    maxWorkers: 2,
    // Real servers, real processes, shared machines: nothing here is a measure of speed.
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
