import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { LiveCode } from './errors.ts';

/** What depmod wrote beside the modules of a kernel, and modprobe reads. */
const INDEX_FILES = [
  'modules.alias',
  'modules.alias.bin',
  'modules.builtin',
  'modules.builtin.alias.bin',
  'modules.builtin.bin',
  'modules.builtin.modinfo',
  'modules.dep',
  'modules.dep.bin',
  'modules.softdep',
];

/** The modules of one kernel, as depmod lists them. */
export interface ModuleIndex {
  /** `usr/lib/modules/<version>`. */
  readonly folder: string;
  /** Name to the file in `folder`, and the files that must be loaded before it. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  readonly builtin: ReadonlySet<string>;
  readonly softDependencies: ReadonlyMap<string, readonly string[]>;
}

/** Reads modules.dep, modules.builtin and modules.softdep of a kernel of the tree. */
export function readModuleIndex(root: string, kernel: string): ModuleIndex {
  const folder = `usr/lib/modules/${kernel}`;
  const lines = (name: string) => readText(join(root, folder, name)).split('\n');
  const files = new Map<string, readonly string[]>();
  for (const line of lines('modules.dep')) {
    const [file, needed = ''] = line.split(':');
    if (file === undefined || file === '' || !isSafe(file)) continue;
    files.set(moduleName(file), [
      file,
      ...needed.split(' ').filter((name) => name !== '' && isSafe(name)),
    ]);
  }
  const softDependencies = new Map<string, readonly string[]>();
  for (const line of lines('modules.softdep')) {
    const [, name, ...rest] = line.split(/\s+/);
    if (name === undefined) continue;
    softDependencies.set(
      moduleName(name),
      rest.filter((word) => !word.endsWith(':')).map(moduleName),
    );
  }
  const builtin = new Set(lines('modules.builtin').filter(Boolean).map(moduleName));
  return { folder, files, builtin, softDependencies };
}

/** Whether the kernel can do it, by itself or with a module. */
export function hasModule(index: ModuleIndex, name: string): boolean {
  return index.builtin.has(moduleName(name)) || index.files.has(moduleName(name));
}

/**
 * Returns the files, relative to the tree, that these modules are made of: themselves, what they
 * depend on, and depmod's indexes. What is built in or not there at all has none.
 */
export function collectModules(
  index: ModuleIndex,
  root: string,
  names: readonly string[],
): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const pending = names.map(moduleName);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const files = index.files.get(name) ?? [];
    for (const file of files) {
      found.add(`${index.folder}/${file}`);
      pending.push(moduleName(file));
    }
    pending.push(...(index.softDependencies.get(name) ?? []));
  }
  for (const name of INDEX_FILES) {
    if (readText(join(root, index.folder, name)) !== '') found.add(`${index.folder}/${name}`);
  }
  return found;
}

/**
 * Throws unless the kernel has all of these.
 *
 * @throws ConfigError MODULE_MISSING
 */
export function assertModules(index: ModuleIndex, names: readonly string[], purpose: string): void {
  const missing = names.filter((name) => !hasModule(index, name));
  if (missing.length === 0) return;
  const version = index.folder.split('/').at(-1);
  throw new ConfigError<LiveCode>(
    'MODULE_MISSING',
    `kernel ${version} lacks ${missing.join(', ')}, which ${purpose} needs`,
    {
      hint: 'Add the package with more modules (kernel-modules on Fedora), or take the full kernel (linux-image-amd64 or linux-image-arm64 on Debian).',
    },
  );
}

/** `kernel/fs/nls/nls_iso8859-1.ko.xz` → `nls_iso8859_1`. */
function moduleName(file: string): string {
  return (file.split('/').at(-1) ?? '').replace(/\.ko(\.(gz|xz|zst))?$/, '').replaceAll('-', '_');
}

function isSafe(path: string): boolean {
  return !path.startsWith('/') && !path.split('/').includes('..');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
