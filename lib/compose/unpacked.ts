import { rm } from 'node:fs/promises';
import type { Log } from '../core/log.ts';
import { digestFiles } from '../host/digest-files.ts';
import { markUsed } from '../host/store-limit.ts';
import { findUnpacked, type UnpackedRpm } from '../host/unpacked-payloads.ts';
import type { ComposePackage } from './compose.ts';

/** Packages of a compose whose payload lies there decompressed: rpm is given these instead. */
export class UnpackedPackages {
  private readonly byPath: ReadonlyMap<string, UnpackedRpm>;
  private readonly log: Log;
  private verifying: Promise<readonly UnpackedRpm[]> | undefined;

  private constructor(byPath: ReadonlyMap<string, UnpackedRpm>, log: Log) {
    this.byPath = byPath;
    this.log = log;
  }

  /** Finds those of `packages` in `folder`; none without one. */
  static async find(
    folder: string | undefined,
    packages: readonly ComposePackage[],
    log: Log,
  ): Promise<UnpackedPackages> {
    const there = folder === undefined ? new Map() : await findUnpacked(folder);
    const found = packages.flatMap(({ path, locked }) => {
      const unpacked = there.get(locked.checksum.replace('sha256:', ''));
      return unpacked === undefined ? [] : [[path, unpacked] as const];
    });
    return new UnpackedPackages(new Map(found), log);
  }

  /** True when rpm is to read something else in place of the RPM `path`. */
  has(path: string): boolean {
    return this.byPath.has(path);
  }

  /** Returns what rpm is to read in place of the RPM `path`. */
  pathOf(path: string): string {
    return this.byPath.get(path)?.path ?? path;
  }

  /**
   * Compares each with its digest, in another thread, while rpm reads them. A damaged one ends what is made of it.
   *
   * @throws Error when one is damaged
   */
  async verify(): Promise<void> {
    if ((await this.findDamaged()).length > 0) throw new Error('an unpacked package is damaged');
  }

  /** Removes those that are damaged, and says so. Returns whether there were any. */
  async removeDamaged(): Promise<boolean> {
    const damaged = await this.findDamaged();
    for (const { path } of damaged) {
      this.log.warn(`${path} is damaged: removed, and the package itself is taken`);
      await rm(path, { force: true });
    }
    return damaged.length > 0;
  }

  private findDamaged(): Promise<readonly UnpackedRpm[]> {
    this.verifying ??= this.compare();
    return this.verifying;
  }

  private async compare(): Promise<readonly UnpackedRpm[]> {
    const all = [...this.byPath.values()];
    if (all.length === 0) return [];
    const paths = all.map(({ path }) => path);
    const digests = await digestFiles(paths, { isAside: true });
    await markUsed(paths);
    return all.filter(({ sha256 }, index) => digests[index] !== sha256);
  }
}
