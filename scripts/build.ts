/**
 * Bundles the command line and the actions into `dist/`, or the folder given. Same source and
 * esbuild version, same bytes, wherever the checkout lies.
 */
import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { leanUndici } from './lean-undici.ts';
import { readySchemas } from './ready-schemas.ts';

const root = join(import.meta.dirname, '..');

const outdir = process.argv[2] ?? join(root, 'dist');

await rm(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: {
    treesmith: 'cli/main.ts',
    actions: 'actions/main.ts',
    'cache-client': 'lib/runner/cache/client-child.ts',
    'object-worker': 'lib/repo/object-worker.ts',
    'digest-worker': 'lib/host/digest-worker.ts',
    'write-worker': 'lib/host/write-worker.ts',
    'media-worker': 'lib/media/media-worker.ts',
    'layer-worker': 'lib/container/layer-worker.ts',
  },
  outdir,
  // What both entries use is there once; what is imported at need is a file of its own, so that an
  // action starts without parsing clients that it may not use.
  splitting: true,
  chunkNames: 'chunk-[hash]',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // Names and lines stay, so that stack traces can be read.
  minifySyntax: true,
  platform: 'node',
  // The oldest that package.json takes; actions run on Node 24.
  target: 'node20',
  format: 'esm',
  legalComments: 'external',
  loader: { '.json': 'json' },
  plugins: [leanUndici, readySchemas],
  // Bundled CommonJS dependencies call require(), which an ES module does not have.
  banner: {
    js: "import { createRequire as createRequireForBundle } from 'node:module';\nconst require = createRequireForBundle(import.meta.url);",
  },
});

const names = await readdir(join(root, 'actions'), { withFileTypes: true });
for (const action of names.filter((entry) => entry.isDirectory())) {
  await writeFile(
    join(outdir, `${action.name}.mjs`),
    `import { runAction } from './actions.mjs';\n\nawait runAction('${action.name}', import.meta.dirname);\n`,
  );
  if (!existsSync(join(root, 'actions', action.name, 'post.ts'))) continue;
  await writeFile(
    join(outdir, `${action.name}-post.mjs`),
    `import { runPost } from './actions.mjs';\n\nawait runPost('${action.name}');\n`,
  );
}
