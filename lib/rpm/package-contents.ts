import { findRpmSpans, type Header, parseHeader } from './header.ts';
import { badHeader } from './header-entries.ts';
import { findNevraFault, type Nevra } from './nevra.ts';
import { filePathsOf } from './package-facts.ts';
import { HEADER_TAG } from './tags.ts';

/** What an RPM file says of what it brings, and of what it needs. */
export interface PackageContents extends Nevra {
  /** Bytes of its files when installed. */
  readonly installedBytes: number;
  readonly files: readonly PackagedPath[];
  readonly provides: readonly { readonly name: string; readonly version: string }[];
  /** Names, paths and rich dependencies. */
  readonly requires: readonly string[];
  readonly recommends: readonly string[];
}

/** One path of a package. */
export interface PackagedPath {
  /** As it stands there: who unpacks it sees to it that it is absolute, and leads nowhere else. */
  readonly path: string;
  /** With the bits of the type, as stat gives it. */
  readonly mode: number;
  /** `rpmfileAttrs` (rpm, `include/rpm/rpmfiles.h`). */
  readonly flags: number;
  /** Seconds since 1970. */
  readonly mtimeSeconds: number;
}

/**
 * Reads the header of an RPM file; `bytes` must reach to its end. The signature header is passed over, the
 * payload not looked at.
 *
 * @throws BuildError BAD_LEAD, BAD_HEADER, HEADER_LIMIT
 */
export function parsePackageContents(bytes: Uint8Array): PackageContents {
  const header = parseHeader(bytes, findRpmSpans(bytes).header.start);
  const nevra = {
    name: header.text(HEADER_TAG.name) ?? '',
    epoch: String(header.number(HEADER_TAG.epoch) ?? 0),
    version: header.text(HEADER_TAG.version) ?? '',
    release: header.text(HEADER_TAG.release) ?? '',
    arch: header.text(HEADER_TAG.arch) ?? '',
  };
  const fault = findNevraFault(nevra);
  if (fault !== undefined) throw badHeader(fault);
  const versions = header.texts(HEADER_TAG.provideVersion);
  return {
    ...nevra,
    installedBytes: header.number(HEADER_TAG.longSize) ?? header.number(HEADER_TAG.size) ?? 0,
    files: filesOf(header),
    provides: header
      .texts(HEADER_TAG.provideName)
      .map((name, index) => ({ name, version: versions[index] ?? '' })),
    requires: header.texts(HEADER_TAG.requireName),
    recommends: header.texts(HEADER_TAG.recommendName),
  };
}

function filesOf(header: Header): PackagedPath[] {
  const modes = header.numbers(HEADER_TAG.fileModes);
  const flags = header.numbers(HEADER_TAG.fileFlags);
  const times = header.numbers(HEADER_TAG.fileTimes);
  return filePathsOf(header).map((path, index) => ({
    path,
    mode: modes[index] ?? 0,
    flags: flags[index] ?? 0,
    mtimeSeconds: times[index] ?? 0,
  }));
}
