import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { isElf, parseElfNeeds } from './elf.ts';
import type { LiveCode } from './errors.ts';
import { followPath, listFolder } from './tree-path.ts';

/** A program that an initramfs needs, and the package that a tree without it lacks. */
export interface ProgramNeed {
  readonly name: string;
  readonly package: string;
  /** Left out when the tree does not have it. */
  readonly optional?: boolean;
}

const FOLDERS = ['usr/bin', 'usr/sbin', 'bin', 'sbin'];
const MAX_FILES = 2000;

/**
 * Returns the files of the tree that these programs are made of: themselves, their libraries, the
 * dynamic linker, and every symbolic link on the way to one of them. Paths are relative to the tree.
 *
 * @throws ConfigError PROGRAM_MISSING; BuildError PROGRAM_BAD
 */
export function collectPrograms(root: string, needs: readonly ProgramNeed[]): Set<string> {
  const collector = new Collector(root);
  for (const need of needs) {
    const path = FOLDERS.map((folder) => `${folder}/${need.name}`).find(
      (candidate) => followPath(root, candidate) !== undefined,
    );
    if (path !== undefined) collector.addFile(path);
    else if (need.optional !== true) throw missing(need);
  }
  return collector.files;
}

class Collector {
  readonly files = new Set<string>();
  private readonly root: string;
  private readonly folders: readonly string[];

  constructor(root: string) {
    this.root = root;
    this.folders = libraryFolders(root);
  }

  /** Adds a file, what leads to it and what it needs; returns its machine when it is an ELF file. */
  addFile(path: string): void {
    const found = followPath(this.root, path);
    if (found === undefined) throw missing({ name: path, package: 'the one that owns it' });
    for (const link of found.links) this.files.add(link);
    if (this.files.has(found.real)) return;
    this.files.add(found.real);
    if (this.files.size > MAX_FILES) throw new RangeError(`more than ${MAX_FILES} files`);
    const bytes = readFileSync(join(this.root, found.real));
    if (!isElf(bytes)) return;
    const { interpreter, libraries, machine, runPaths } = parseElfNeeds(bytes, `/${found.real}`);
    if (interpreter !== undefined) this.addFile(interpreter);
    const origin = dirname(found.real);
    const own = runPaths.map((folder) => folder.replace(/\$(ORIGIN|\{ORIGIN\})/g, `/${origin}`));
    for (const library of libraries) this.addLibrary(library, [...own, ...this.folders], machine);
  }

  private addLibrary(name: string, folders: readonly string[], machine: number): void {
    for (const folder of folders) {
      const path = name.includes('/') ? name : `${folder}/${name}`;
      const found = followPath(this.root, path);
      if (found === undefined) continue;
      const bytes = readFileSync(join(this.root, found.real));
      if (!isElf(bytes) || bytes[4] !== 2) continue;
      if (parseElfNeeds(bytes, path).machine !== machine) continue;
      this.addFile(path);
      return;
    }
    throw missing({ name, package: 'the one with that library' });
  }
}

/** Where the dynamic linker looks: ld.so.conf's folders, then its own. */
function libraryFolders(root: string): string[] {
  const folder = 'etc/ld.so.conf.d';
  const configured = listFolder(root, folder)
    .map((name) => followPath(root, `${folder}/${name}`)?.real)
    .filter((file) => file?.endsWith('.conf') === true)
    .flatMap((file) => readFileSync(join(root, file ?? ''), 'utf8').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line.startsWith('/'));
  const multiarch = listFolder(root, 'usr/lib')
    .filter((name) => name.includes('-linux-gnu'))
    .map((name) => `usr/lib/${name}`);
  return [...configured, ...multiarch, 'usr/lib64', 'usr/lib', 'lib64', 'lib'];
}

function missing(need: ProgramNeed): ConfigError<LiveCode> {
  return new ConfigError<LiveCode>(
    'PROGRAM_MISSING',
    `the tree has no ${need.name}, which is needed before its root file system is there`,
    { hint: `Add the package to the treefile: ${need.package}.` },
  );
}
