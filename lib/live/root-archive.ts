import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import type { Log } from '../core/log.ts';
import { startTool } from '../host/process.ts';
import { type ArchiveCompression, writeCompressed } from './compressor.ts';
import { readToolStream } from './tool-stream.ts';
import type { LiveTree } from './tree.ts';
import { listTree } from './tree-entry.ts';
import { readVarEntries } from './var-folders.ts';
import { formatWslConf, formatWslDistributionConf, WSL_UNWANTED_UNITS } from './wsl.ts';

/** A root file system to write as an archive. */
export interface RootArchiveOptions {
  readonly tree: LiveTree;
  readonly path: string;
  readonly compression: ArchiveCompression;
  /** Make it what `wsl --install --from-file` takes, under this name of the distribution. */
  readonly wslName?: string;
  /** An empty folder of ours. */
  readonly workDir: string;
  readonly log: Log;
}

/**
 * Writes the tree as a tar archive (pax, with extended attributes), names in the order of their bytes,
 * with the folders of /var that tmpfiles.d asks for. The kernel stays out of a WSL archive, and so does
 * what WSL makes itself; with `wslName` there are `/etc/wsl.conf` and `/etc/wsl-distribution.conf`
 * (https://learn.microsoft.com/windows/wsl/build-custom-distro).
 *
 * @throws ToolError; BuildError DISK_FULL
 */
export async function writeRootArchive(options: RootArchiveOptions): Promise<void> {
  const { tree, workDir, wslName } = options;
  const isWsl = wslName !== undefined;
  const members = listTree(
    tree.path,
    (path) => !isWsl || !/^(usr\/lib\/modules\/.|boot\/.|etc\/resolv\.conf$)/.test(path),
  ).map((entry) => entry.path);
  const extras = new Extras(join(workDir, 'extras'), tree, new Set(members));
  for (const { path, mode, uid, gid, target } of readVarEntries(tree.path)) {
    if (target === undefined) extras.addFolder(path, mode, uid, gid);
    else extras.addLink(path, target);
  }
  if (isWsl) {
    extras.addFile('etc/wsl.conf', formatWslConf());
    extras.addFile('etc/wsl-distribution.conf', formatWslDistributionConf(wslName));
    for (const unit of WSL_UNWANTED_UNITS) {
      if (members.includes(`usr/lib/systemd/system/${unit}`)) {
        extras.addLink(`etc/systemd/system/${unit}`, '/dev/null');
      }
    }
  }
  extras.settle();
  const lists = [
    [tree.path, members],
    [extras.root, [...extras.added].sort(compareBytes)],
  ] as const;
  const argv = [...TAR];
  for (const [index, [folder, names]] of lists.entries()) {
    const list = join(workDir, `members-${index}`);
    await writeFile(list, names.map((name) => `${name}\0`).join(''));
    argv.push('-C', folder, '-T', list);
  }
  await writeCompressed(
    readToolStream(await startTool(argv, { log: options.log }), 'tar'),
    options.path,
    {
      compression: options.compression,
    },
  );
}

/** pax headers without the times and the process id that GNU tar would put into them. */
const TAR = [
  ...['tar', '-c', '--format=posix'],
  '--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime',
  ...['--numeric-owner', '--acls', '--xattrs', '--xattrs-include=*'],
  ...['--no-recursion', '--null', '-f', '-'],
];

/** What the tree does not have, in a folder beside it. */
class Extras {
  readonly root: string;
  readonly added = new Set<string>();
  private readonly tree: LiveTree;
  private readonly there: ReadonlySet<string>;

  constructor(root: string, tree: LiveTree, there: ReadonlySet<string>) {
    this.root = root;
    this.tree = tree;
    this.there = there;
    mkdirSync(root);
  }

  addFolder(path: string, mode: number, uid: number, gid: number): void {
    if (!this.isNew(path)) return;
    mkdirSync(join(this.root, path), { recursive: true });
    chownSync(join(this.root, path), uid, gid);
    chmodSync(join(this.root, path), mode);
  }

  addLink(path: string, target: string): void {
    if (!this.isNew(path)) return;
    symlinkSync(target, join(this.root, path));
    lchownSync(join(this.root, path), 0, 0);
  }

  addFile(path: string, text: string): void {
    if (!this.isNew(path)) return;
    writeFileSync(join(this.root, path), text);
    chmodSync(join(this.root, path), 0o644);
  }

  /** Gives everything the time of the commit. */
  settle(): void {
    for (const path of [...this.added].sort().reverse()) {
      lutimesSync(join(this.root, path), this.tree.timestampSeconds, this.tree.timestampSeconds);
    }
  }

  private isNew(path: string): boolean {
    if (this.there.has(path) || this.added.has(path)) return false;
    const parent = dirname(path);
    // Nothing is put behind a link.
    if (this.there.has(parent) && !lstatSync(join(this.tree.path, parent)).isDirectory())
      return false;
    if (parent !== '.' && !this.there.has(parent)) {
      this.addFolder(parent, 0o755, 0, 0);
      if (!this.added.has(parent)) return false;
    }
    mkdirSync(join(this.root, parent), { recursive: true });
    this.added.add(path);
    return true;
  }
}
