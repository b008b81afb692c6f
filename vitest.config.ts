import { defineConfig } from 'vitest/config'

/** Milliseconds. Tests start real processes and a real browser on two slow cores; none is timed. */
const testTimeout = 60_000

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout,
    hookTimeout: testTimeout,
    // A rejected promise that nobody waited for is a bug, not noise.
    dangerouslyIgnoreUnhandledErrors: false,
  },
})
