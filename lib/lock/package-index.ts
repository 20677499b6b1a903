import { formatEvr } from '../rpm/evr.ts';
import type { PrimaryPackage } from '../rpm/primary.ts';
import { lockBuildError } from './errors.ts';

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

const NEWLINE = 0x0a;
const EVR = /^(\d+:)?[A-Za-z0-9._+~^]+-[A-Za-z0-9._+~^]+$/;
const SOURCE_RPM = /^[A-Za-z0-9._+~^-]+\.(no)?src\.rpm$/;

/** Collects what `PrimaryParser` finds into the bytes of a `PackageIndex`. */
export class PackageIndexBuilder {
  readonly #lines: string[] = [];
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
    const { checksum, headerRange } = found;
    this.#lines.push(
      [
        found.name,
        evr,
        found.arch,
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
  }

  /** Lines sorted by bytes, of which a package that stands there twice has one. */
  toBytes(): Buffer {
    this.#lines.sort();
    const lines = this.#lines.filter((line, index) => line !== this.#lines[index - 1]);
    return Buffer.from(lines.length === 0 ? '' : `${lines.join('\n')}\n`);
  }
}

/**
 * The packages of one repository, sorted, one to a line, and read only where somebody looks: all of a
 * distribution is 10 MB of text, and a lock wants a hundredth of it.
 */
export class PackageIndex {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Returns every package called `name`. */
  named(name: string): IndexedPackage[] {
    const found: IndexedPackage[] = [];
    const key = Buffer.from(`${name}\t`);
    for (let at = this.#lowerBound(key); at < this.#bytes.length; ) {
      const end = this.#lineEnd(at);
      if (this.#bytes.compare(key, 0, key.length, at, Math.min(at + key.length, end)) !== 0) break;
      found.push(parseLine(this.#bytes.toString('utf8', at, end)));
      at = end + 1;
    }
    return found;
  }

  /** Returns the package of that full name, or undefined. */
  find(name: string, evr: string, arch: string): IndexedPackage | undefined {
    return this.named(name).find((found) => found.evr === evr && found.arch === arch);
  }

  /** Every package, in the order of names. */
  *all(): Generator<IndexedPackage, void> {
    for (let at = 0; at < this.#bytes.length; ) {
      const end = this.#lineEnd(at);
      yield parseLine(this.#bytes.toString('utf8', at, end));
      at = end + 1;
    }
  }

  /** Every name, once, in order. */
  *names(): Generator<string, void> {
    let last = '';
    for (let at = 0; at < this.#bytes.length; at = this.#lineEnd(at) + 1) {
      const name = this.#bytes.toString('utf8', at, this.#bytes.indexOf('\t', at));
      if (name !== last) yield name;
      last = name;
    }
  }

  /** Returns the start of the first line that is not below `key`. */
  #lowerBound(key: Buffer): number {
    let low = 0;
    let high = this.#bytes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const start = this.#bytes.lastIndexOf(NEWLINE, middle - 1) + 1;
      const from = middle === 0 ? 0 : start;
      const end = this.#lineEnd(from);
      if (this.#bytes.compare(key, 0, key.length, from, Math.min(from + key.length, end)) < 0) {
        low = end + 1;
      } else {
        high = from;
      }
    }
    return low;
  }

  #lineEnd(at: number): number {
    const end = this.#bytes.indexOf(NEWLINE, at);
    return end === -1 ? this.#bytes.length : end;
  }
}

function parseLine(line: string): IndexedPackage {
  const [name, evr, arch, size, buildTime, start, end, checksum, sourceRpm, href, baseUrl] =
    line.split('\t');
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
