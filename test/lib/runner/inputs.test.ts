import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { inputSpecs } from '../../../lib/runner/input-names.ts';
import { assertKnownInputs, inputReader, pathInside } from '../../../lib/runner/inputs.ts';
import { readRemixInputs } from '../../../lib/runner/remix-inputs.ts';

let folder: TempDir;
let workspace: string;
beforeAll(async () => {
  folder = await makeTempDir();
  workspace = join(folder.path, 'my work space');
  await mkdir(join(workspace, 'sub'), { recursive: true });
  await mkdir(join(folder.path, 'my work space 2'));
  await symlink(folder.path, join(workspace, 'up'));
});
afterAll(() => folder[Symbol.asyncDispose]());

function reading(values: Record<string, string>) {
  const masked: string[] = [];
  const env = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
  const read = inputReader({ env, workspace, mask: (secret) => masked.push(secret) });
  return { read, masked };
}
const invalid = expect.objectContaining({ code: 'INPUT_INVALID' });
const outside = expect.objectContaining({ code: 'PATH_OUTSIDE_WORKSPACE' });

describe('inputReader', () => {
  it('takes what is empty or blank as not given', () => {
    const { read } = reading({ 'release-tag': '  ', name: '\n \n' });
    expect(read.text('release-tag')).toBeUndefined();
    expect(read.text('absent')).toBeUndefined();
    expect(read.lines('name')).toEqual([]);
  });

  it('takes the booleans of YAML, and nothing that looks like one', () => {
    const { read } = reading({ a: 'true', b: 'False', c: 'yes', d: '', e: '1', f: 'tRUE' });
    expect(read.boolean('a')).toBe(true);
    expect(read.boolean('b')).toBe(false);
    for (const name of ['c', 'd', 'e', 'f', 'absent']) {
      expect(() => read.boolean(name), name).toThrow(invalid);
    }
    expect(() => read.boolean('c')).toThrow('input c: expected true or false, got "yes"');
  });

  it('names the values that are possible', () => {
    const { read } = reading({ cache: 'github', to: 'artifact\nrelease\nartifact', too: 'a\nftp' });
    expect(() => read.oneOf('cache', ['actions', 'none'])).toThrow(
      'input cache: expected actions, none, got "github"',
    );
    expect(read.someOf('to', ['artifact', 'release'])).toEqual(['artifact', 'release']);
    expect(() => read.someOf('too', ['artifact', 'release'])).toThrow(invalid);
    expect(() => read.someOf('absent', ['artifact'])).toThrow(invalid);
  });

  it('refuses a second line where one is asked for', () => {
    const { read } = reading({ 'release-tag': 'v1\n::set-output name=x::y' });
    expect(() => read.text('release-tag')).toThrow(invalid);
  });

  it('takes whole numbers within their bounds', () => {
    const { read } = reading({ a: '7', b: '0', c: '1e3', d: '-1', e: '99999999999999999999' });
    expect(read.count('a', 1)).toBe(7);
    expect(read.count('absent', 1)).toBeUndefined();
    for (const name of ['b', 'c', 'd', 'e'])
      expect(() => read.count(name, 1), name).toThrow(invalid);
  });

  it('masks a secret before it returns it', () => {
    const { read, masked } = reading({ 'gpg-passphrase': ' correct horse \n', token: ' \n' });
    expect(read.secret('gpg-passphrase')).toBe(' correct horse ');
    expect(read.secret('token')).toBeUndefined();
    expect(masked).toEqual([' correct horse ']);
  });

  it('keeps paths in the workspace, also one with blanks', () => {
    const { read } = reading({ remix: 'sub/remix.yaml', out: '../out', up: 'up/remix.yaml' });
    expect(read.path('remix')).toBe(join(workspace, 'sub/remix.yaml'));
    expect(() => read.path('out')).toThrow(outside);
    expect(() => read.path('up')).toThrow(outside);
  });
});

describe('pathInside', () => {
  it('judges what does not exist by the folder that does', () => {
    expect(pathInside(workspace, 'sub/new/deep.yaml', 'x')).toBe(
      join(workspace, 'sub/new/deep.yaml'),
    );
    expect(() => pathInside(workspace, 'up/new/deep.yaml', 'x')).toThrow(outside);
  });

  it('follows links to what does not exist yet', async () => {
    await symlink(join(folder.path, 'later'), join(workspace, 'away'));
    await symlink('sub/later', join(workspace, 'within'));
    await symlink('round', join(workspace, 'round'));
    const deep = `away/${'a/'.repeat(60)}b`;
    for (const path of ['away', 'away/new', deep]) {
      expect(() => pathInside(workspace, path, 'x'), path).toThrow(outside);
    }
    for (const path of ['within/new', 'round/new']) {
      expect(pathInside(workspace, path, 'x')).toBe(join(workspace, path));
    }
  });

  it('does not take a neighbour with a longer name for a folder inside', () => {
    expect(() => pathInside(workspace, '../my work space 2', 'x')).toThrow(outside);
    expect(() => pathInside(workspace, '/etc/passwd', 'x')).toThrow(outside);
    expect(pathInside(workspace, '..hidden', 'x')).toBe(join(workspace, '..hidden'));
  });
});

describe('assertKnownInputs', () => {
  it('finds a misspelt input and names the one that was meant', () => {
    const env = { INPUT_REMIX: 'x', INPUT_ARCHITECURE: 'x86_64', PATH: '/bin' };
    expect(() => assertKnownInputs(env, ['remix', 'architecture'])).toThrow(
      expect.objectContaining({
        code: 'INPUT_UNKNOWN',
        hint: expect.stringContaining('Is "architecture" meant?'),
      }),
    );
    expect(() => assertKnownInputs({ INPUT_REMIX: 'x' }, ['remix'])).not.toThrow();
  });
});

describe('inputSpecs', () => {
  it('names every input with what it takes', () => {
    const specs = new Map(inputSpecs(readRemixInputs).map(({ name, type }) => [name, type]));
    expect(specs.get('remix')).toBe('path');
    expect(specs.get('cache')).toBe('`actions`, `registry`, `local` or `none`');
    expect(specs.get('repo-vars')).toBe('lines');
  });
});

describe('readRemixInputs', () => {
  const good = { remix: 'remix.yaml', out: 'out', architecture: 'all', cache: 'none' };
  it('reads variables of .repo files', () => {
    const { read } = reading({ ...good, 'repo-vars': 'a=1\n b_c = 2 \n\nd=e=f' });
    expect(() => readRemixInputs(read)).toThrow('expected lines of NAME=VALUE, got "b_c = 2"');
    const mended = reading({ ...good, 'repo-vars': 'a=1\nd=e=f' });
    expect(readRemixInputs(mended.read).repoVars).toEqual({ a: '1', d: 'e=f' });
  });

  it('refuses an architecture that nobody has', () => {
    const { read } = reading({ ...good, architecture: 'amd64' });
    expect(() => readRemixInputs(read)).toThrow(invalid);
  });
});
