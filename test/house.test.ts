import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTool } from '../lib/host/process.ts';

const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
const passes = async (...argv: string[]) => {
  const result = await runTool(argv, { cwd: root, okExitCodes: [0, 1, 2], timeoutMs: 240_000 });
  expect(`${result.stdout}${result.stderr}\nexit ${result.exitCode}`).toMatch(/exit 0$/);
};

describe('the source', () => {
  it(
    'is formatted and linted',
    () => passes(bin('biome'), 'check', '--error-on-warnings', '.'),
    300_000,
  );
  it('has sound types', () => passes(bin('tsc'), '--noEmit'), 300_000);
  it('has nothing unused', () => passes(bin('knip')), 300_000);

  it('is what dist/ was built from', async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'treesmith-dist-'));
    try {
      await runTool([process.execPath, 'scripts/build.ts', fresh], { cwd: root });
      const names = readdirSync(fresh).sort();
      expect(readdirSync(join(root, 'dist')).sort()).toEqual(names);
      for (const name of names) {
        const made = readFileSync(join(fresh, name));
        expect(readFileSync(join(root, 'dist', name)).equals(made), `${name} is stale`).toBe(true);
      }
    } finally {
      await rm(fresh, { recursive: true });
    }
  });
});

describe('dependencies', () => {
  it('each have a line in docs/dependencies.md', () => {
    const pkg: { dependencies: object; devDependencies: object; optionalDependencies: object } =
      JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const page = readFileSync(join(root, 'docs', 'dependencies.md'), 'utf8');
    const names = [pkg.dependencies, pkg.devDependencies, pkg.optionalDependencies].flatMap(
      Object.keys,
    );
    expect(names.filter((name) => !page.includes(`| \`${name}\``))).toEqual([]);
  });
});

describe('workflows', () => {
  it('pin every action by its commit', () => {
    const folder = join(root, '.github', 'workflows');
    for (const name of readdirSync(folder)) {
      const uses = readFileSync(join(folder, name), 'utf8').matchAll(/^\s*(?:- )?uses:\s*(\S+)/gm);
      for (const [, action] of uses)
        expect(action).toMatch(/^([.$]\/|[\w.-]+\/[\w./-]+@[0-9a-f]{40}$)/);
    }
  });
});
