import { formatEvr } from '../rpm/evr.ts';
import type { PrimaryPackage } from '../rpm/primary.ts';
import { lockBuildError } from './errors.ts';
import { packLines, SortedLines } from './sorted-lines.ts';

/** One package of a repository, as far as a lock needs it. */
export interface IndexedPackage {
  readonly name: string;
  /** `[epoch:]version-release`, without an epoch of 0. */
  readonly evr: string;
  readonly arch: string;
  readonly sizeBytes: number;
  /** Seconds since 1970. */
  readonly buildTime: number;
  /** Offsets in the RPM file: first byte of the header, first byte after it. 0 when not known. */
  readonly headerStart: number;
  readonly headerEnd: number;
  /** `sha256:<hex>`; of another type when the repository has no other. */
  readonly checksum: string;
  /** Empty when not known. */
  readonly sourceRpm: string;
  /** Below `baseUrl`, or else below each of the repository's base URLs. */
  readonly href: string;
  readonly baseUrl?: string;
}

const EVR = /^(\d+:)?[A-Za-z0-9._+~^]+-[A-Za-z0-9._+~^]+$/;
const SOURCE_RPM = /^[A-Za-z0-9._+~^-]+\.(no)?src\.rpm$/;

/** A package that takes the place of others. */
export interface Obsoleter {
  /** `name`, or `name < [epoch:]version[-release]`. */
  readonly obsoletes: string;
  readonly name: string;
  readonly evr: string;
  readonly arch: string;
}

/** Collects what `PrimaryParser` finds. */
export class PackageIndexBuilder {
  readonly #packages: string[] = [];
  readonly #obsoletes: string[] = [];
  readonly #repoid: string;

  constructor(repoid: string) {
    this.#repoid = repoid;
  }

  /** Throws BuildError BAD_METADATA for a version that no RPM can have. */
  add(found: PrimaryPackage): void {
    if (found.arch === 'src' || found.arch === 'nosrc') return;
    const evr = formatEvr(found);
    if (!EVR.test(evr)) {
      const shown = JSON.stringify(evr);
      const message = `[${this.#repoid}] primary.xml: package ${found.name} has the version ${shown}`;
      throw lockBuildError('BAD_METADATA', message);
    }
    const { name, arch, checksum, headerRange } = found;
    this.#packages.push(
      [
        name,
        evr,
        arch,
        found.sizeBytes,
        found.buildTime,
        headerRange.start,
        headerRange.end,
        `${checksum.type}:${checksum.hex}`,
        SOURCE_RPM.test(found.sourceRpm) ? found.sourceRpm : '',
        found.href,
        found.baseUrl ?? '',
      ].join('\t'),
    );
    for (const text of found.obsoletes) {
      const [obsoleted = ''] = text.split(' ');
      // What has a tab or a newline in it is no name.
      if (!/[\t\n]/.test(text)) this.#obsoletes.push([obsoleted, text, name, evr, arch].join('\t'));
    }
  }

  /** Returns the two files of the index. */
  toBytes(): { packages: Buffer; obsoletes: Buffer } {
    return { packages: packLines(this.#packages), obsoletes: packLines(this.#obsoletes) };
  }
}

/** The packages of one repository. */
export class PackageIndex {
  readonly #packages: SortedLines;
  readonly #obsoletes: SortedLines;

  constructor({ packages, obsoletes }: { packages: Buffer; obsoletes: Buffer }) {
    this.#packages = new SortedLines(packages);
    this.#obsoletes = new SortedLines(obsoletes);
  }

  /** Returns every package called `name`. */
  named(name: string): IndexedPackage[] {
    return this.#packages.of(name).map(parseFields);
  }

  /** Returns the package of that full name, or undefined. */
  find(name: string, evr: string, arch: string): IndexedPackage | undefined {
    return this.named(name).find((found) => found.evr === evr && found.arch === arch);
  }

  /** Returns the packages that obsolete some version of `name`. */
  obsoleters(name: string): Obsoleter[] {
    return this.#obsoletes.of(name).map(([, obsoletes = '', by = '', evr = '', arch = '']) => ({
      obsoletes,
      name: by,
      evr,
      arch,
    }));
  }

  /** Every package, in the order of names. */
  *all(): Generator<IndexedPackage, void> {
    for (const fields of this.#packages.all()) yield parseFields(fields);
  }

  /** Every name, once, in order. */
  names(): Generator<string, void> {
    return this.#packages.keys();
  }
}

function parseFields(fields: readonly string[]): IndexedPackage {
  const [name, evr, arch, size, buildTime, start, end, checksum, sourceRpm, href, baseUrl] = fields;
  return {
    name: name ?? '',
    evr: evr ?? '',
    arch: arch ?? '',
    sizeBytes: Number(size),
    buildTime: Number(buildTime),
    headerStart: Number(start),
    headerEnd: Number(end),
    checksum: checksum ?? '',
    sourceRpm: sourceRpm ?? '',
    href: href ?? '',
    ...(baseUrl === undefined || baseUrl === '' ? {} : { baseUrl }),
  };
}
