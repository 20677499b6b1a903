import { compareBytes } from '../core/bytes.ts';
import { writeFileAtomic } from '../host/files.ts';
import { formatScalar, parseBlockYaml } from './block-yaml.ts';
import { parseDocument } from './document.ts';
import { checkLockfile } from './lockfile-check.ts';
import type { LockedArch, LockedPackage, Lockfile } from './lockfile-model.ts';
import { readSource } from './source.ts';

export type {
  LockedArch,
  LockedPackage,
  LockedRepository,
  Lockfile,
} from './lockfile-model.ts';

/** Five architectures with 10,000 packages each have some 20 MiB. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

const HEAD =
  '---\n# Written by "treesmith lock". What is changed by hand is lost with the next lock.\n';

/**
 * Returns the lockfile in `text`; `file` is how messages call it. Any YAML or JSON will do, and what
 * `formatLockfile` writes is read several times as fast.
 *
 * @throws ConfigError SYNTAX, DUPLICATE_KEY, BAD_LOCKFILE with place
 */
export function parseLockfile(text: string, file: string): Lockfile {
  const plain = parseBlockYaml(text);
  const value = plain ?? parseDocument(text, file, 'yaml').value;
  return checkLockfile(value, (path) => parseDocument(text, file, 'yaml').placeOf(path));
}

/** Returns the one text of `lockfile`: architectures, packages (by NEVRA) and repositories sorted by bytes. */
export function formatLockfile(lockfile: Lockfile): string {
  const arches = lockfile.arches.toSorted((a, b) => compareBytes(a.arch, b.arch));
  const repositories = lockfile.treesmith.repositories.toSorted(
    (a, b) => compareBytes(a.repoid, b.repoid) || compareBytes(a.arch, b.arch),
  );
  return [
    HEAD,
    formatFields('', {
      lockfileVersion: lockfile.lockfileVersion,
      lockfileVendor: lockfile.lockfileVendor,
    }),
    arches.length === 0 ? 'arches: []\n' : 'arches:\n',
    ...arches.map(formatArch),
    'treesmith:\n',
    formatFields('  ', { inputHash: lockfile.treesmith.inputHash }),
    repositories.length === 0 ? '  repositories: []\n' : '  repositories:\n',
    ...repositories.map(({ repoid, arch, repomd, revision }) =>
      formatItem('  ', { repoid, arch, repomd, revision }),
    ),
  ].join('');
}

/** Reads the lockfile at `path`. Throws as `parseLockfile` does, and FILE_MISSING, FILE_TOO_LARGE. */
export async function readLockfile(path: string): Promise<Lockfile> {
  const { text } = await readSource(path, path, MAX_FILE_BYTES);
  return parseLockfile(text, path);
}

/** Writes `lockfile` to `path`, whole or not at all. Throws what `writeFileAtomic` throws. */
export async function writeLockfile(path: string, lockfile: Lockfile): Promise<void> {
  await writeFileAtomic(path, formatLockfile(lockfile));
}

function formatArch({ arch, packages, source }: LockedArch): string {
  return [
    `- arch: ${arch}\n`,
    formatPackages('packages', packages),
    formatPackages('source', source),
    '  module_metadata: []\n',
  ].join('');
}

function formatPackages(key: string, packages: readonly LockedPackage[]): string {
  if (packages.length === 0) return `  ${key}: []\n`;
  const nevra = ({ name, evr, arch }: LockedPackage) => `${name}-${evr}.${arch}`;
  const sorted = packages.toSorted((a, b) => compareBytes(nevra(a), nevra(b)));
  return `  ${key}:\n${sorted.map((locked) => formatItem('  ', orderFields(locked))).join('')}`;
}

/** The fields that every tool knows come first, in the order of rpm-lockfile-prototype. */
function orderFields(locked: LockedPackage): Readonly<Record<string, string | number>> {
  const { url, repoid, size, checksum, name, evr, sourcerpm, arch, buildtime, signer } = locked;
  const known = { url, repoid, size, checksum, name, evr, sourcerpm, arch, buildtime };
  return signer === undefined ? known : { ...known, signer };
}

function formatItem(indent: string, fields: Readonly<Record<string, string | number>>): string {
  return `${indent}- ${formatFields(`${indent}  `, fields).slice(indent.length + 2)}`;
}

function formatFields(indent: string, fields: Readonly<Record<string, string | number>>): string {
  return Object.entries(fields)
    .map(([key, value]) => `${indent}${key}: ${formatScalar(value)}\n`)
    .join('');
}
