import { mkdtempSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import {
  type ComposeOptions,
  type ComposePackage,
  composeTree,
} from '../../../lib/compose/compose.ts';
import { sha256 } from '../../../lib/core/digest.ts';
import { type Log, silentLog } from '../../../lib/core/log.ts';
import { readTool } from '../../../lib/host/process.ts';
import { readTreefile } from '../../../lib/remix/treefile.ts';
import { buildRpm, type SmallPackage, tinyBase } from '../../support/small-rpms.ts';

export const EPOCH = 1_700_000_000;

/** One folder for the tests of a file; it goes away after them. */
export const root = mkdtempSync(join(tmpdir(), 'treesmith-compose-'));
afterAll(() => rm(root, { recursive: true, force: true }));

let count = 0;

/** Returns a new folder. */
export async function newFolder(name = 'folder'): Promise<string> {
  count += 1;
  const path = join(root, `${name}-${count}`);
  await mkdir(path);
  return path;
}

/** Returns packages as compose takes them, tiny-base among them. */
export async function packagesOf(...small: SmallPackage[]): Promise<ComposePackage[]> {
  const paths = [await tinyBase(), ...(await Promise.all(small.map(buildRpm)))];
  return paths.map(locked);
}

/** Makes the record of the lock for an RPM file. */
export function locked(path: string): ComposePackage {
  return {
    path,
    locked: {
      url: `file://${path}`,
      repoid: 'test',
      size: 0,
      checksum: `sha256:${sha256(basename(dirname(path)))}`,
      name: basename(path),
      evr: '1.0-1',
      sourcerpm: '',
      arch: 'noarch',
      buildtime: EPOCH,
    },
  };
}

/** A tree that is not a host, which needs no kernel. */
export const CONTAINER =
  'ref: test/main\npackages: [x]\nrepos: [x]\nselinux: false\ncontainer: true\n';

/** A kernel as Debian packages it, with what else may be in /boot. */
export const KERNEL: SmallPackage = {
  name: 'kernel',
  body: `%install
mkdir -p %{buildroot}/boot/efi/EFI %{buildroot}/boot/loader %{buildroot}/usr/lib/modules/6.1.0-test
echo kernel > %{buildroot}/boot/vmlinuz-6.1.0-test
echo CONFIG_X=y > %{buildroot}/boot/config-6.1.0-test
echo grub > %{buildroot}/boot/efi/EFI/grub
echo entry > %{buildroot}/boot/loader/entry
%files
/boot
/usr/lib/modules`,
};

/** A tree that is a host, without an initramfs. */
export const HOST =
  'ref: test/host\npackages: [x]\nrepos: [x]\nselinux: false\nno-initramfs: true\n';

/** Options of a compose whose treefile is `yaml`; `files` lie beside the treefile. */
export async function optionsOf(
  packages: readonly ComposePackage[],
  yaml: string = CONTAINER,
  files: Readonly<Record<string, string>> = {},
): Promise<ComposeOptions> {
  const folder = await newFolder('remix');
  for (const [name, text] of Object.entries({ 'treefile.yaml': yaml, ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  }
  return {
    treefile: await readTreefile(join(folder, 'treefile.yaml'), { basearch: 'x86_64' }),
    basearch: 'x86_64',
    packages,
    repoPath: join(folder, 'repo'),
    workDir: join(folder, 'work'),
    sourceDateEpoch: EPOCH,
    log: silentLog,
  };
}

/** A commit that can be looked into. */
export interface Composed {
  readonly commit: string;
  readonly repoPath: string;
  cat(path: string): Promise<string>;
  /** Lines of `ostree ls -R`: type and mode, uid, gid, size, path. */
  ls(path?: string): Promise<string[]>;
  /** GVariant text of a key of the metadata. */
  metadata(key: string): Promise<string>;
}

/** Composes and opens the result. */
export async function compose(options: ComposeOptions): Promise<Composed> {
  const { commit } = await composeTree(options);
  return openCommit(options.repoPath, commit);
}

/** Opens a commit of a repository. */
export function openCommit(repoPath: string, commit: string): Composed {
  const ostree = (...argv: string[]) => readTool(['ostree', `--repo=${repoPath}`, ...argv]);
  return {
    commit,
    repoPath,
    cat: (path) => ostree('cat', commit, path),
    ls: async (path = '/') => (await ostree('ls', '-R', commit, path)).trimEnd().split('\n'),
    metadata: async (key) =>
      (await ostree('show', `--print-metadata-key=${key}`, commit)).trimEnd(),
  };
}

/** A log that keeps its lines. */
export function recordingLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const add = (line: string) => void lines.push(line);
  return { ...silentLog, lines, info: add, warn: add, debug: add };
}

/** What a rejection looks like: its code, and something of its message. */
export function failure(code: string, text: string | RegExp = ''): object {
  const message =
    typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text);
  return expect.objectContaining({ code, message });
}
