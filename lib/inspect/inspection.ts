import { BuildError } from '../core/errors.ts';
import { makeTempDir } from '../host/temp.ts';
import type { DiskReader } from './disk-reader.ts';
import type { InspectCode } from './errors.ts';
import { Findings } from './findings.ts';
import { LIMITS } from './limits.ts';
import type { BootLoaderReport, Details, FileSystemReport, InspectedFormat } from './report.ts';
import type { RulePlatform } from './rule.ts';

/** What a format's reader makes of a file. */
export interface OpenedImage {
  readonly format: InspectedFormat;
  /** The disk that a machine would see; an archive of files has none. */
  readonly disk?: DiskReader;
  /** Set for an ISO: its partitions overlap on purpose, and lie in front of each other's tables. */
  readonly isHybrid?: boolean;
  readonly details: Details;
  readonly bootLoaders?: readonly BootLoaderReport[];
  readonly fileSystems?: readonly FileSystemReport[];
}

/** The course of one `inspectImage`: what was found, and what has to be closed. */
export class Inspection {
  readonly findings: Findings;
  readonly platform: RulePlatform | undefined;
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #tempParent: string | undefined;
  #tempPath: string | undefined;
  #files = 0;
  #unpackedBytes = 0;
  #unpackedDataBytes = 0;
  #depth = 0;

  constructor(platform: RulePlatform | undefined, tempParent: string | undefined) {
    this.findings = new Findings(platform);
    this.platform = platform;
    this.#tempParent = tempParent;
  }

  /** Closes `reader` at the end. */
  keep<Reader extends { close(): Promise<void> }>(reader: Reader): Reader {
    this.#closers.push(() => reader.close());
    return reader;
  }

  /** Returns the path of a new file in a folder that goes away at the end. */
  async temporaryPath(): Promise<string> {
    if (this.#tempPath === undefined) {
      const folder = await makeTempDir(this.#tempParent);
      this.#closers.unshift(async () => folder[Symbol.asyncDispose]());
      this.#tempPath = folder.path;
    }
    this.#files += 1;
    return `${this.#tempPath}/${this.#files}`;
  }

  /**
   * Counts what is unpacked, of all files together: with holes, and what is stored of it.
   *
   * @throws BuildError IMAGE_LIMIT
   */
  countUnpacked(sizeBytes: number, storedBytes: number): void {
    this.#unpackedBytes += sizeBytes;
    this.#unpackedDataBytes += storedBytes;
    const { unpackedBytes, unpackedDataBytes } = LIMITS;
    if (this.#unpackedBytes > unpackedBytes || this.#unpackedDataBytes > unpackedDataBytes) {
      throw new BuildError<InspectCode>(
        'IMAGE_LIMIT',
        `it has more than ${unpackedBytes} bytes when it is unpacked, or ${unpackedDataBytes} that are not zero`,
      );
    }
  }

  /**
   * Runs `body` one file deeper.
   *
   * @throws BuildError IMAGE_LIMIT for files within files without end
   */
  async deeper<T>(body: () => Promise<T>): Promise<T> {
    if (this.#depth >= LIMITS.depth) {
      throw new BuildError<InspectCode>(
        'IMAGE_LIMIT',
        `more than ${LIMITS.depth} files within each other`,
      );
    }
    this.#depth += 1;
    try {
      return await body();
    } finally {
      this.#depth -= 1;
    }
  }

  async close(): Promise<void> {
    // What was opened last first; the temporary folder after all that lies in it.
    for (const close of this.#closers.splice(0).reverse()) await close();
  }
}
