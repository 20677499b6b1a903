import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';
import { type Evr, formatEvr, parseEvr } from './evr.ts';

/** A package's full name: name, epoch, version, release, arch. */
export interface Nevra extends Evr {
  readonly name: string;
  readonly arch: string;
}

/**
 * Reads `name-[epoch:]version-release.arch`.
 *
 * @throws BuildError BAD_NEVRA
 */
export function parseNevra(text: string): Nevra {
  const match = /^(\S+)-([^\s-]+-[^\s-]+)\.([^\s.-]+)$/.exec(text);
  if (match === null) {
    throw new BuildError<RpmCode>(
      'BAD_NEVRA',
      `expected name-[epoch:]version-release.arch, got ${JSON.stringify(text)}`,
    );
  }
  return { name: match[1] ?? '', ...parseEvr(match[2] ?? ''), arch: match[3] ?? '' };
}

/** Returns `name-[epoch:]version-release.arch`, without an epoch of 0. */
export function formatNevra(nevra: Nevra): string {
  return `${nevra.name}-${formatEvr(nevra)}.${nevra.arch}`;
}
