import { sha256 } from '../core/digest.ts';
import type { Log } from '../core/log.ts';
import { type KeptStage, keepJson, listKept, readKeptJson } from '../host/kept.ts';
import type { ComposePackage } from './compose.ts';
import type { PackageHeader } from './packages.ts';

/** Raise it when `PackageHeader` changes: what was kept before is not found again. */
const VERSION = 1;
const LIMIT_BYTES = 256 * 1024 * 1024;

/** By the RPMs' checksums. */
type Kept = Readonly<Record<string, Omit<PackageHeader, 'path'>>>;

/**
 * Headers of packages, as the last compose read them of verified RPMs: to read hundreds takes a tenth of a second,
 * for which rpm would wait.
 */
export class KeptHeaders {
  private readonly stage: KeptStage;
  private readonly key: string;
  private readonly last: Kept;
  private readonly isComplete: boolean;

  private constructor(stage: KeptStage, key: string, last: Kept, isComplete: boolean) {
    this.stage = stage;
    this.key = key;
    this.last = last;
    this.isComplete = isComplete;
  }

  /** `inputs`: what else decides what is read of a package. Never fails: what cannot be read is not there. */
  static async find(
    packages: readonly ComposePackage[],
    inputs: unknown,
    { keptPath, log }: { readonly keptPath: string; readonly log: Log },
  ): Promise<KeptHeaders> {
    const stage = { folder: keptPath, stage: 'headers', log };
    const prefix = sha256(JSON.stringify([VERSION, inputs])).slice(0, 16);
    const checksums = packages.map(({ locked }) => locked.checksum).sort();
    const key = `${prefix}-${sha256(checksums.join('\n')).slice(0, 48)}`;
    const keys = (await listKept(stage)).filter((name) => name.startsWith(`${prefix}-`));
    const from = keys.includes(key) ? key : keys[0];
    const last = from === undefined ? undefined : await readKeptJson(stage, from, LIMIT_BYTES);
    return new KeptHeaders(stage, key, (last ?? {}) as Kept, last !== undefined && from === key);
  }

  /** Returns the header of a package, if it is kept. */
  get({ path, locked }: ComposePackage): PackageHeader | undefined {
    if (!Object.hasOwn(this.last, locked.checksum)) return undefined;
    const found = this.last[locked.checksum];
    return found === undefined ? undefined : { ...found, path };
  }

  /** Keeps the headers of packages that are verified by now. */
  async keep(
    packages: readonly ComposePackage[],
    headers: readonly PackageHeader[],
  ): Promise<void> {
    if (this.isComplete) return;
    const byPath = new Map(headers.map((header) => [header.path, header]));
    const kept = packages.flatMap(({ path: file, locked }) => {
      const header = byPath.get(file);
      if (header === undefined) return [];
      const { path: _, ...rest } = header;
      return [[locked.checksum, rest] as const];
    });
    await keepJson(this.stage, this.key, Object.fromEntries(kept));
  }
}
