import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build-site.ts'],
    // Left to itself, Vitest leaves one core idle, and of two that is half.
    maxWorkers: '100%',
    // Local workerd was seen to close a loopback socket under load. Only that is tried again, once; any other failure stands.
    retry: { count: 1, condition: /UND_ERR_SOCKET|other side closed|fetch failed/ },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
