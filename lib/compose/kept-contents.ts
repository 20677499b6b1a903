import { join } from 'node:path';
import { FileClock } from '../host/file-clock.ts';
import { type KeptStage, keepJson, readKeptJson } from '../host/kept.ts';
import type { CommittedFile } from '../repo/known-files.ts';
import type { ObjectWriter } from '../repo/object-writer.ts';
import type { ComposeOptions } from './compose.ts';
import { inTree } from './initramfs-inputs.ts';
import type { PackageHeader } from './packages.ts';

/** Raise it when what is kept changes. */
const VERSION = 1;
const LIMIT_BYTES = 256 * 1024 * 1024;

/** A file of a package: its size, owner and mode, and the checksum of its object. */
type KeptFile = readonly [
  sizeBytes: number,
  uid: number,
  gid: number,
  mode: number,
  checksum: string,
];

/** `null`: the commit has no such file. `0`: it was not as rpm had made it. */
type KeptPath = KeptFile | null | 0;

/** What is known of `PackageHeader.contents`, in their order, by the RPMs' checksums. */
type Kept = Readonly<Record<string, readonly KeptPath[]>>;

/**
 * Which objects the files of packages became in a commit. An RPM always has the same files: one that has the size,
 * the owner, the mode and the time that it had then, and was not touched since its package was installed, is what
 * rpm made of it, and need not be read to know its checksum. That its time is the header's says so the first time.
 */
export class KeptContents implements Disposable {
  private readonly stage: KeptStage | undefined;
  private readonly kept: Kept;
  private readonly rpms: ReadonlyMap<string, string>;
  private readonly clock: FileClock;
  /** In milliseconds since 1970. */
  private readonly installedMs = new Map<PackageHeader, number>();

  private constructor(
    stage: KeptStage | undefined,
    kept: Kept,
    rpms: ReadonlyMap<string, string>,
    clock: FileClock,
  ) {
    this.stage = stage;
    this.kept = kept;
    this.rpms = rpms;
    this.clock = clock;
  }

  /**
   * Reads what was kept of the commit before. `folder`: one on the tree's file system, for a file that shows its
   * time. What cannot be read is as if it were not there.
   */
  static async find(
    {
      packages,
      previousCommit,
      keptPath,
      log,
    }: Pick<ComposeOptions, 'packages' | 'previousCommit' | 'keptPath' | 'log'>,
    folder: string,
  ): Promise<KeptContents> {
    const stage = keptPath === undefined ? undefined : { folder: keptPath, stage: 'contents', log };
    const kept =
      stage === undefined || previousCommit === undefined
        ? undefined
        : await readKeptJson(stage, keyOf(previousCommit), LIMIT_BYTES);
    const rpms = new Map(packages.map(({ path, locked }) => [path, locked.checksum]));
    const clock = new FileClock(join(folder, 'clock'));
    return new KeptContents(stage, (kept ?? {}) as Kept, rpms, clock);
  }

  /**
   * Tells `writer` what is known of a package that was just installed, and returns the paths, as the package has
   * them, of which nothing is.
   */
  expect(header: PackageHeader, writer: ObjectWriter): readonly string[] {
    const nowMs = this.clock.nowMs();
    this.installedMs.set(header, nowMs);
    const kept = this.kept[this.rpms.get(header.path) ?? ''];
    if (kept === undefined) return header.contents;
    return header.contents.filter((path, index) => {
      const file = kept[index];
      if (file === null) return false;
      if (file === undefined || file === 0) return true;
      const [sizeBytes, uid, gid, mode, checksum] = file;
      const mtimeMs = (header.times[index] ?? 0) * 1000;
      const stats = { sizeBytes, uid, gid, mode, mtimeMs, latestCtimeMs: nowMs };
      writer.expect(inTree(path), { ...stats, checksum });
      return false;
    });
  }

  /** Keeps what became of the installed packages' files in `commit`: `files`, by their paths in it. */
  async keep(commit: string, files: ReadonlyMap<string, CommittedFile>): Promise<void> {
    if (this.stage === undefined) return;
    const owned = new Set<string>();
    const shared = new Set<string>();
    for (const path of [...this.installedMs.keys()].flatMap(({ contents }) => contents)) {
      if (owned.has(path)) shared.add(path);
      owned.add(path);
    }
    const kept: Record<string, readonly KeptPath[]> = {};
    for (const [header, installedMs] of this.installedMs) {
      const rpm = this.rpms.get(header.path);
      if (rpm === undefined) continue;
      kept[rpm] = header.contents.map((path, index) => {
        const file = files.get(inTree(path));
        if (file === undefined) return null;
        const { size, uid, gid, mode, mtimeMs, ctimeMs } = file.stats;
        const isAsMade = mtimeMs === (header.times[index] ?? 0) * 1000 && ctimeMs <= installedMs;
        // Which of two packages it is of, only rpm knows.
        if (!isAsMade || shared.has(path)) return 0;
        return [size, uid, gid, mode, file.checksum];
      });
    }
    await keepJson(this.stage, keyOf(commit), kept);
  }

  [Symbol.dispose](): void {
    this.clock[Symbol.dispose]();
  }
}

function keyOf(commit: string): string {
  return `${VERSION}-${commit}`;
}
