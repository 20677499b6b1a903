import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTool } from '../../lib/host/process.ts';
import type { FakeGitHub } from '../fakes/github/github.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DEMO_FILES = ['anvil.repo', 'passwd', 'group'];

/** A user's repository on GitHub: Anvil as a remix, with our starter workflows. */
export interface RemixOrigin {
  /** The bare repository. */
  readonly path: string;
  /** Returns the commit of a branch or tag; `''` when there is none. */
  commitOf(ref: string): Promise<string>;
  /** Returns a file of a commit. */
  read(commit: string, path: string): Promise<string>;
  /** Changes files on top of a branch and pushes that to `ref`; returns the commit. */
  push(files: Readonly<Record<string, string>>, ref: string, from?: string): Promise<string>;
}

/** What differs from the demo. */
export interface RemixOptions {
  /** Where Anvil's packages are served. */
  readonly mirrorUrl: string;
  /** The text of remix.yaml. */
  readonly remix: string;
}

/** Makes the repository in `folder`, with one commit on `main`. GitHub learns of its tags. */
export async function makeRemixOrigin(
  folder: string,
  github: FakeGitHub,
  options: RemixOptions,
): Promise<RemixOrigin> {
  const path = join(folder, 'remix.git');
  const author = join(folder, 'author');
  const git = async (...args: string[]) => (await readTool(['git', ...args])).trim();
  await git('init', '--quiet', '--bare', '--initial-branch=main', path);
  await tellOfTags(path, github);
  await git('clone', '--quiet', path, author);
  await git('-C', author, 'config', 'user.name', 'A');
  await git('-C', author, 'config', 'user.email', 'a@example.org');
  const push: RemixOrigin['push'] = async (files, ref, from = 'origin/main') => {
    if ((await git('-C', path, 'for-each-ref')) !== '') {
      await git('-C', author, 'fetch', '--quiet', 'origin');
      await git('-C', author, 'checkout', '--quiet', '--detach', from);
    }
    for (const [name, text] of Object.entries(files)) await writeFile(join(author, name), text);
    await git('-C', author, 'add', '--all');
    await git('-C', author, 'commit', '--quiet', '--allow-empty', '-m', 'change');
    await git('-C', author, 'push', '--quiet', 'origin', `HEAD:${ref}`);
    return git('-C', author, 'rev-parse', 'HEAD');
  };
  await mkdir(join(author, '.github'));
  await cp(join(ROOT, 'workflows'), join(author, '.github', 'workflows'), { recursive: true });
  for (const name of DEMO_FILES) await cp(join(ROOT, 'demo', name), join(author, name));
  const treefile = await readFile(join(ROOT, 'demo', 'anvil.yaml'), 'utf8');
  const mirror = `anvil_mirror: ${options.mirrorUrl}`;
  await push(
    {
      'anvil.yaml': treefile.replace(/anvil_mirror: .*/, mirror),
      'remix.yaml': options.remix,
    },
    'refs/heads/main',
  );
  return {
    path,
    push,
    commitOf: (ref) => git('-C', path, 'for-each-ref', '--format=%(objectname)', ref),
    read: (commit, name) => git('-C', path, 'show', `${commit}:${name}`),
  };
}

/** Returns a remix.yaml of Anvil with `more` in it: images, tests. */
export function remixYaml(more: string): string {
  return `name: anvil\ntreefile: anvil.yaml\narchitectures: [x86_64]\nlockfile: rpms.lock.yaml\n${more}`;
}

/** Git and the REST API are two doors to the same tags. */
async function tellOfTags(path: string, github: FakeGitHub): Promise<void> {
  const { GITHUB_TOKEN: token } = github.env({ permissions: { contents: 'write' } });
  const hook = join(path, 'hooks', 'post-receive');
  await writeFile(
    hook,
    `#!/bin/sh
while read -r _ sha ref; do
  case $ref in refs/tags/*)
    curl -sS --fail -o /dev/null -H 'Authorization: Bearer ${token}' \\
      -d "{\\"ref\\": \\"$ref\\", \\"sha\\": \\"$sha\\"}" ${github.url}/repos/octo/remix/git/refs
  esac
done
`,
  );
  await chmod(hook, 0o755);
}
