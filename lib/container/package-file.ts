import type { Header } from '../rpm/header.ts';
import { HEADER_TAG } from '../rpm/tags.ts';

/** What a package database says of one path of a package. */
export interface PackageFile {
  /** Absolute, as the package has it. */
  readonly path: string;
  /** With the bits of the type, as stat gives it. */
  readonly mode: number;
  readonly user: string;
  readonly group: string;
  /** Where a symbolic link leads; empty for everything else. */
  readonly target: string;
  /** Lower-case hex, by `algorithm`; empty for what is no regular file. */
  readonly digest: string;
  /** Of node:crypto; undefined for one that is not known. */
  readonly algorithm: string | undefined;
  /** As cap_to_text(3) writes them; empty when there are none. */
  readonly capabilities: string;
  /** The same for all names of one file of the package. */
  readonly inode: string;
  readonly isConfig: boolean;
  readonly isGhost: boolean;
}

/** `rpmfileAttrs` and `rpmfileState` (rpm, `include/rpm/rpmfiles.h`, `rpmfi.h`). */
const CONFIG = 1 << 0;
const GHOST = 1 << 6;
const STATE_NORMAL = 0;

/** OpenPGP's numbers of what rpm hashes files with. */
const ALGORITHMS: Readonly<Record<number, string>> = {
  1: 'md5',
  2: 'sha1',
  8: 'sha256',
  9: 'sha384',
  10: 'sha512',
};

/**
 * Yields the paths of an installed package, but those that were not installed: documentation that
 * was left out, files that another package's replaced.
 *
 * @throws BuildError BAD_HEADER
 */
export function* readPackageFiles(header: Header): Generator<PackageFile, void> {
  const folders = header.texts(HEADER_TAG.dirNames);
  const indexes = header.numbers(HEADER_TAG.dirIndexes);
  const modes = header.numbers(HEADER_TAG.fileModes);
  const users = header.texts(HEADER_TAG.fileUserNames);
  const groups = header.texts(HEADER_TAG.fileGroupNames);
  const targets = header.texts(HEADER_TAG.fileLinkTargets);
  const digests = header.texts(HEADER_TAG.fileDigests);
  const flags = header.numbers(HEADER_TAG.fileFlags);
  const states = header.numbers(HEADER_TAG.fileStates);
  const capabilities = header.texts(HEADER_TAG.fileCapabilities);
  const devices = header.numbers(HEADER_TAG.fileDevices);
  const inodes = header.numbers(HEADER_TAG.fileInodes);
  const algorithm = ALGORITHMS[header.number(HEADER_TAG.fileDigestAlgorithm) ?? 1];
  for (const [index, base] of header.texts(HEADER_TAG.baseNames).entries()) {
    if ((states[index] ?? STATE_NORMAL) !== STATE_NORMAL) continue;
    yield {
      path: `${folders[indexes[index] ?? -1] ?? ''}${base}`,
      mode: modes[index] ?? 0,
      user: users[index] ?? '',
      group: groups[index] ?? '',
      target: targets[index] ?? '',
      digest: digests[index] ?? '',
      algorithm,
      capabilities: capabilities[index] ?? '',
      inode: `${devices[index] ?? 0}:${inodes[index] ?? 0}`,
      isConfig: ((flags[index] ?? 0) & CONFIG) !== 0,
      isGhost: ((flags[index] ?? 0) & GHOST) !== 0,
    };
  }
}
