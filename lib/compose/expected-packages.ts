import { type Stats, statSync } from 'node:fs';
import type { ComposeOptions } from './compose.ts';
import { type PackageHeader, readPackages } from './packages.ts';
import { isAccountFile } from './users.ts';

/** What of `ComposeOptions` reading its packages takes. */
export type PackagesToRead = Pick<
  ComposeOptions,
  'packages' | 'treefile' | 'sourceDateEpoch' | 'log'
>;

/** Packages that are being read, and the files as they were before. */
interface Expected {
  readonly state: string;
  readonly reading: Promise<PackageHeader[]>;
}

let expected: Expected | undefined;

/**
 * Begins to read packages that a compose in this process will ask for, while their files are still compared with
 * the lock. Nothing is done when one is not there yet.
 */
export function expectPackages(options: PackagesToRead): void {
  const state = stateOf(options);
  if (state === undefined) return;
  const reading = read(options);
  // Who composes reads them again, and says what is wrong.
  reading.catch(() => undefined);
  expected = { state, reading };
}

/**
 * Reads the headers of a compose's packages, or takes those that were expected, when the files are still the same.
 *
 * @throws what `readPackages` throws
 */
export async function readExpected(options: PackagesToRead): Promise<PackageHeader[]> {
  const known = expected;
  expected = undefined;
  if (known !== undefined && known.state === stateOf(options)) {
    const headers = await known.reading.catch(() => undefined);
    if (headers !== undefined) return headers;
  }
  return read(options);
}

function read({ packages, treefile, sourceDateEpoch, log }: PackagesToRead) {
  const trimmed = trimmedPackages(treefile);
  return readPackages(
    packages.map(({ path }) => path),
    { keepFiles: (name, path) => trimmed.has(name) || isAccountFile(path), log, sourceDateEpoch },
  );
}

/** Says what would be read; undefined when it is not all there. A file that is fetched again is another one. */
function stateOf({ packages, treefile, sourceDateEpoch }: PackagesToRead): string | undefined {
  const files: unknown[] = [];
  for (const { path } of packages) {
    const stats: Stats | undefined = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    files.push([path, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs]);
  }
  return JSON.stringify([files, [...trimmedPackages(treefile)], sourceDateEpoch]);
}

function trimmedPackages({ removeFromPackages }: PackagesToRead['treefile']): Set<string> {
  return new Set(removeFromPackages.map((entry) => entry.package));
}
