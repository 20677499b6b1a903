import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const INLINE = /@actions\/(workflow-parser|expressions|languageservice)\//;

export default defineConfig({
  plugins: [
    {
      // Their source maps name files that are not published; each would be a warning.
      name: 'without-source-maps',
      load: (id) =>
        INLINE.test(id) && id.endsWith('.js')
          ? readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '')
          : undefined,
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // They import JSON without saying so, which Node refuses.
    server: { deps: { inline: [INLINE] } },
    // Two cores: more workers would only take turns, and boots under TCG want both.
    maxWorkers: 2,
    // What takes seconds here takes minutes on a machine that stands still at times.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    reporters: ['default', './test/support/count-reporter.ts'],
  },
});
