import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';
import { type Evr, formatEvr, parseEvr } from './evr.ts';

/** A package's full name: name, epoch, version, release, arch. */
export interface Nevra extends Evr {
  readonly name: string;
  readonly arch: string;
}

/** What each part may be made of; looser than rpmbuild, but `formatNevra` stays unambiguous. */
const NAME = /^[\w.+~^-]+$/;
const EPOCH = /^(0|[1-9]\d{0,9})$/;
const VERSION = /^[^\s\p{Cc}:@/-]+$/u;
const ARCH = /^\w+$/;

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

/**
 * Says which part of what metadata or a header calls a package's name cannot be one: it is missing,
 * or would be taken for something else once it stands in a line of text. Undefined when all is well.
 */
export function findNevraFault(nevra: Nevra): string | undefined {
  const { name, epoch, version, release, arch } = nevra;
  const parts = [
    ['name', name, NAME],
    ['epoch', epoch, EPOCH],
    ['version', version, VERSION],
    ['release', release, VERSION],
    ['arch', arch, ARCH],
  ] as const;
  const fault = parts.find(([, text, shape]) => !shape.test(text));
  return fault && `${JSON.stringify(fault[1])} is no ${fault[0]}`;
}
