import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACTIONS, POSTS } from '../../actions/main.ts';
import { type InputReader, inputReader } from '../../lib/runner/inputs.ts';
import {
  ACTION_NAMES,
  actionFile,
  readManifest,
  readSpecs,
  replaceTables,
} from '../../scripts/action-tables.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe.each(ACTION_NAMES)('action %s', (name) => {
  it('has the inputs in action.yml that its code reads, in the same order', async () => {
    const { inputs } = await readManifest(name);
    const specs = await readSpecs(name);
    expect(Object.keys(inputs)).toEqual(specs.map((spec) => spec.name));
  });

  it('takes the defaults of action.yml', async () => {
    const { inputs } = await readManifest(name);
    const env = Object.fromEntries(
      Object.entries(inputs).map(([key, input]) => [`INPUT_${key.toUpperCase()}`, input.default]),
    );
    const { readInputs } = (await ACTIONS[name]()) as {
      readInputs: (read: InputReader) => unknown;
    };
    const masked: string[] = [];
    const source = { env, workspace: root, mask: (secret: string) => masked.push(secret) };
    expect(() => readInputs(inputReader(source))).not.toThrow();
    // The tokens alone have a default that is a secret.
    const tokens = Object.values(inputs).filter((input) => input.default === '${{ github.token }}');
    expect(masked).toEqual(tokens.map((input) => input.default));
  });

  it('sets the outputs of action.yml', async () => {
    const { outputs } = await readManifest(name);
    const code = read(`actions/${name}/main.ts`);
    const cached = code.includes('withWorkspace(')
      ? ['cache-hit-bytes', 'downloaded-bytes', 'saved-bytes']
      : [];
    const set = [...code.matchAll(/^ {6,8}'?([a-z0-9-]+)'?(?::|,$)/gm)].map(([, key]) => key);
    expect(
      Object.keys(outputs).filter((key) => !set.includes(key) && !cached.includes(key)),
    ).toEqual([]);
  });

  it('describes everything, and runs on Node 24 from the committed bundle', async () => {
    const manifest = await readManifest(name);
    expect(manifest.name).toMatch(/^Treesmith: /);
    expect(manifest.author).toBe('Treesmith');
    expect(manifest.branding.color).toBe('green');
    const post = name in POSTS ? { post: `../../dist/${name}-post.mjs` } : {};
    expect(manifest.runs).toEqual({ using: 'node24', main: `../../dist/${name}.mjs`, ...post });
    for (const file of [manifest.runs.main, manifest.runs.post ?? manifest.runs.main]) {
      expect(existsSync(join(root, 'actions', name, file)), file).toBe(true);
    }
    expect(existsSync(join(root, 'actions', name, 'post.ts'))).toBe(name in POSTS);
    for (const [key, input] of Object.entries(manifest.inputs)) {
      expect(input.description.trim(), key).toMatch(/^[A-Z"].*\.$/s);
      expect(input.required, key).toBe(false);
      expect(typeof input.default, key).toBe('string');
      expect(key).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
    for (const [key, output] of Object.entries(manifest.outputs)) {
      expect(output.description.trim(), key).toMatch(/\.$/s);
    }
  });

  it('has its tables in the README: run "npm run docs" otherwise', async () => {
    const page = read(actionFile(name, 'README.md'));
    expect(await replaceTables(page, name)).toBe(page);
  });
});
