import type { Capability } from './dependency.ts';
import type { Header } from './header.ts';
import { badHeader } from './header-entries.ts';
import { findNevraFault, type Nevra } from './nevra.ts';
import { HEADER_TAG } from './tags.ts';

/** What a package database says of one package. Texts are empty when it says nothing. */
export interface InstalledPackage extends Nevra {
  readonly summary: string;
  /** As the packager wrote it: an SPDX expression, or not. */
  readonly license: string;
  readonly vendor: string;
  readonly url: string;
  /** `name-version-release.src.rpm`. */
  readonly sourceRpm: string;
  /** Seconds since 1970. */
  readonly buildTime: number;
  /** SHA-256 of the RPM's header, lower-case hex: two packages that share it are the same. */
  readonly headerSha256: string;
  /** Of the entries of its changelog, seconds since 1970; the newest first. */
  readonly changelogTimes: readonly number[];
  readonly requires: readonly Requirement[];
  readonly provides: readonly Capability[];
  readonly files: readonly InstalledFile[];
}

/** What a package asks for. A boolean dependency stands in `name` whole, in brackets. */
export interface Requirement extends Capability {
  /** Of rpm itself (`rpmlib(…)`), not of a package. */
  readonly isOfRpm: boolean;
}

/** One path of a package. */
export interface InstalledFile {
  /** Absolute. */
  readonly path: string;
  /** With the bits of the type, as stat gives it. */
  readonly mode: number;
  /** Lower-case hex, by the package's algorithm; empty for what is no regular file, and for ghosts. */
  readonly digest: string;
  readonly algorithm: FileDigestAlgorithm;
  readonly isGhost: boolean;
}

/** How a package's files are hashed; of the rest of OpenPGP's algorithms rpm writes none. */
export type FileDigestAlgorithm = (typeof ALGORITHMS)[keyof typeof ALGORITHMS] | 'unknown';

const ALGORITHMS = {
  1: 'md5',
  2: 'sha1',
  8: 'sha256',
  9: 'sha384',
  10: 'sha512',
  11: 'sha224',
} as const;

/** Bits of `rpmsenseFlags` and `rpmfileAttrs` (rpm, `include/rpm/rpmds.h`, `rpmfiles.h`). */
const SENSE = { less: 2, greater: 4, equal: 8, rpmlib: 1 << 24 } as const;
const GHOST = 1 << 6;

/**
 * Returns what the header of an installed package says; undefined for a public key (`gpg-pubkey`).
 * Files are read when they are asked for first: of a distribution they are half a million.
 *
 * @throws BuildError BAD_HEADER
 */
export function parseInstalledPackage(header: Header): InstalledPackage | undefined {
  const nevra = {
    name: header.text(HEADER_TAG.name) ?? '',
    epoch: String(header.number(HEADER_TAG.epoch) ?? 0),
    version: header.text(HEADER_TAG.version) ?? '',
    release: header.text(HEADER_TAG.release) ?? '',
    arch: header.text(HEADER_TAG.arch) ?? '',
  };
  if (nevra.name === 'gpg-pubkey') return undefined;
  const fault = findNevraFault(nevra);
  if (fault !== undefined) throw badHeader(fault);
  const textOf = (tag: number) => header.text(tag)?.trim() ?? '';
  return {
    ...nevra,
    summary: textOf(HEADER_TAG.summary),
    license: textOf(HEADER_TAG.license),
    vendor: textOf(HEADER_TAG.vendor) || textOf(HEADER_TAG.packager),
    url: textOf(HEADER_TAG.url),
    sourceRpm: textOf(HEADER_TAG.sourceRpm),
    buildTime: header.number(HEADER_TAG.buildTime) ?? 0,
    headerSha256: textOf(HEADER_TAG.sigSha256),
    changelogTimes: header.numbers(HEADER_TAG.changelogTimes),
    requires: requiresOf(header),
    provides: providesOf(header),
    get files() {
      return filesOf(header);
    },
  };
}

function requiresOf(header: Header): Requirement[] {
  const flags = header.numbers(HEADER_TAG.requireFlags);
  const versions = header.texts(HEADER_TAG.requireVersion);
  return header.texts(HEADER_TAG.requireName).map((name, index) => ({
    ...capability(name, flags[index] ?? 0, versions[index] ?? ''),
    isOfRpm: ((flags[index] ?? 0) & SENSE.rpmlib) !== 0,
  }));
}

function providesOf(header: Header): Capability[] {
  const flags = header.numbers(HEADER_TAG.provideFlags);
  const versions = header.texts(HEADER_TAG.provideVersion);
  return header
    .texts(HEADER_TAG.provideName)
    .map((name, index) => capability(name, flags[index] ?? 0, versions[index] ?? ''));
}

function capability(name: string, flags: number, evr: string): Capability {
  const sign =
    ((flags & SENSE.less) === 0 ? '' : '<') +
    ((flags & SENSE.greater) === 0 ? '' : '>') +
    ((flags & SENSE.equal) === 0 ? '' : '=');
  return sign === '' || evr === '' ? { name } : { name, sign, evr };
}

function filesOf(header: Header): InstalledFile[] {
  const bases = header.texts(HEADER_TAG.baseNames);
  const folders = header.texts(HEADER_TAG.dirNames);
  const indexes = header.numbers(HEADER_TAG.dirIndexes);
  const modes = header.numbers(HEADER_TAG.fileModes);
  const digests = header.texts(HEADER_TAG.fileDigests);
  const flags = header.numbers(HEADER_TAG.fileFlags);
  const number = header.number(HEADER_TAG.fileDigestAlgorithm) ?? 1;
  const algorithm = ALGORITHMS[number as keyof typeof ALGORITHMS] ?? 'unknown';
  return bases.map((base, index) => {
    const folder = folders[indexes[index] ?? -1];
    if (folder === undefined) {
      throw badHeader(`the file ${JSON.stringify(base)} is in no directory`);
    }
    return {
      path: folder + base,
      mode: modes[index] ?? 0,
      digest: digests[index] ?? '',
      algorithm,
      isGhost: ((flags[index] ?? 0) & GHOST) !== 0,
    };
  });
}
