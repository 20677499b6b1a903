import { join } from 'node:path';
import { build } from 'esbuild';
import { leanUndici } from '../scripts/lean-undici.ts';

/** Bundles a program of ours into one file, as users get it: start-up is part of what is measured. */
export async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [join(import.meta.dirname, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire as createRequireForBundle } from 'node:module';\nconst require = createRequireForBundle(import.meta.url);",
    },
    plugins: [leanUndici],
    logLevel: 'error',
  });
}
