import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pLimit from 'p-limit';
import { formatBytes } from '../../core/bytes.ts';
import type { Store } from '../../host/store.ts';
import type { PackGroup } from '../../packs/index-file.ts';
import { type Pack, type PackedRpm, packOf, rpmMark } from '../../packs/pack.ts';
import { planRestore } from '../../packs/restore-plan.ts';
import { planSave } from '../../packs/save-plan.ts';
import type { LockedPackage } from '../../remix/lockfile.ts';
import { type IndexPlace, readIndex, writeIndex } from './index-entry.ts';
import { adoptPack, layPack } from './pack-files.ts';
import type { CacheService } from './service.ts';
import type { CacheSession } from './session.ts';

/** The client reads one entry over several connections already. */
const PARALLEL = 3;
const NAMED_AT_MOST = 3;

/** Where packs come from and go to. */
export interface PackPorts {
  readonly service: () => Promise<CacheService>;
  readonly session: CacheSession;
  readonly store: Store;
}

/** The packs of one group, as this run finds them. */
export class PackagePacks {
  private readonly place: IndexPlace;
  private readonly ports: PackPorts;
  /** Undefined until the index was read. */
  private packs: readonly Pack[] | undefined;
  /** Digests of packs that this run has seen to be there. */
  private readonly seen = new Set<string>();
  /** Digests of packs that hold something else than they say. */
  private readonly spoiled = new Set<string>();

  constructor(root: string, group: PackGroup, writer: string, ports: PackPorts) {
    this.place = { root, group, writer };
    this.ports = ports;
  }

  async restore(packages: readonly LockedPackage[]): Promise<void> {
    const missing = await this.findMissing(listRpms(packages));
    if (missing.length === 0) return;
    const { session } = this.ports;
    const chosen = planRestore(missing, await this.readPacks());
    if (chosen.length === 0) return;
    const sizeBytes = chosen.reduce((sum, pack) => sum + pack.sizeBytes, 0);
    const title = `Restore packages from the cache (${plural(chosen.length, 'pack')}, ${formatBytes(sizeBytes)})`;
    await session.log.group(title, async () => {
      const limit = pLimit(PARALLEL);
      await Promise.all(chosen.map((pack) => limit(() => this.restorePack(pack, missing))));
      const rest = await this.findMissing(missing);
      session.log.info(`${missing.length - rest.length} of ${missing.length} packages were cached`);
    });
  }

  async save(packages: readonly LockedPackage[]): Promise<void> {
    const { service, session } = this.ports;
    const known = await this.readPacks();
    if (!session.writable) return;
    await this.look(known);
    const live = (this.packs ?? []).filter(({ digest }) => this.seen.has(digest));
    const plan = planSave(listRpms(packages), live);
    if (plan.save.length === 0) return;
    const sizeBytes = plan.save.flat().reduce((sum, rpm) => sum + rpm.sizeBytes, 0);
    const title = `Save packages to the cache (${plan.save.flat().length}, ${formatBytes(sizeBytes)})`;
    await session.log.group(title, async () => {
      const made: Pack[] = [];
      for (const rpms of plan.save) {
        const pack = packOf(rpms, this.spoiled);
        if (await this.savePack(pack, rpms)) made.push(pack);
      }
      if (made.length === 0) return;
      // What was to be replaced stays until what replaces it is there.
      const complete = made.length === plan.save.length;
      const rest = complete ? plan.keep : live;
      const digests = new Set(made.map(({ digest }) => digest));
      this.packs = [...rest.filter(({ digest }) => !digests.has(digest)), ...made];
      await writeIndex(this.place, this.packs, await service(), session);
    });
  }

  private async readPacks(): Promise<readonly Pack[]> {
    const { service, session } = this.ports;
    this.packs ??= await readIndex(this.place, await service(), session);
    return this.packs;
  }

  private async restorePack(pack: Pack, missing: readonly PackedRpm[]): Promise<void> {
    const { service, session, store } = this.ports;
    if (!session.readable) return;
    const { digest } = pack;
    const key = packKey(digest);
    const path = packPath(digest);
    const folder = join(this.place.root, path);
    await mkdir(dirname(folder), { recursive: true });
    const found = session.heed(await (await service()).restore(path, key));
    if (found.kind === 'broken') {
      await rm(folder, { recursive: true, force: true });
      this.spoiled.add(digest);
      this.packs = (this.packs ?? []).filter((other) => other.digest !== digest);
      return;
    }
    if (found.kind !== 'hit' || found.key !== key) {
      // Dropped by GitHub; or the service fails, and then nobody knows.
      if (found.kind === 'hit' || found.kind === 'miss') this.forget(digest);
      return;
    }
    const marks = new Set(pack.rpms);
    const wanted = await this.findMissing(
      missing.filter(({ sha256 }) => marks.has(rpmMark(sha256))),
    );
    const { good, faults } = await adoptPack(folder, wanted, store);
    await rm(folder, { recursive: true, force: true });
    session.counts.cacheHitBytes += good.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    this.seen.add(digest);
    if (faults.length === 0) return;
    session.warnOfEntry(key, summary(faults));
    this.spoiled.add(digest);
    const bad = new Set(
      wanted.filter((rpm) => !good.includes(rpm)).map((rpm) => rpmMark(rpm.sha256)),
    );
    this.packs = (this.packs ?? []).map((other) =>
      other.digest === digest
        ? { ...other, rpms: other.rpms.filter((mark) => !bad.has(mark)) }
        : other,
    );
  }

  /** Asks which packs are still there: those that nobody restores are dropped after seven days. */
  private async look(packs: readonly Pack[]): Promise<void> {
    const { service, session } = this.ports;
    for (const { digest } of packs.filter((pack) => !this.seen.has(pack.digest))) {
      if (!session.readable) return;
      const key = packKey(digest);
      const found = session.heed(await (await service()).lookup(packPath(digest), key));
      if (found.kind === 'hit' && found.key === key) this.seen.add(digest);
      else if (session.readable) this.forget(digest);
    }
  }

  private async savePack(pack: Pack, rpms: readonly PackedRpm[]): Promise<boolean> {
    const { service, session, store } = this.ports;
    if (!session.writable) return false;
    const path = packPath(pack.digest);
    const folder = join(this.place.root, path);
    try {
      await layPack(folder, rpms, store);
      const there = session.count(await (await service()).save(path, packKey(pack.digest)));
      if (there) this.seen.add(pack.digest);
      return there;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private forget(digest: string): void {
    this.packs = (this.packs ?? []).filter((pack) => pack.digest !== digest);
    this.ports.session.log.info(`The cache has lost the pack ${digest.slice(0, 16)}`);
  }

  private async findMissing(rpms: readonly PackedRpm[]): Promise<PackedRpm[]> {
    const there = await Promise.all(
      rpms.map(({ sha256, sizeBytes }) =>
        stat(this.ports.store.rpm(sha256)).then(
          ({ size }) => size === sizeBytes,
          () => false,
        ),
      ),
    );
    return rpms.filter((_rpm, index) => !there[index]);
  }
}

/** Each file once. What has no SHA-256 is refused by the fetch stage. */
function listRpms(packages: readonly LockedPackage[]): PackedRpm[] {
  const found = new Map<string, PackedRpm>();
  for (const { checksum, size } of packages) {
    const hex = /^sha256:([0-9a-f]{64})$/.exec(checksum)?.[1];
    if (hex !== undefined) found.set(hex, { sha256: hex, sizeBytes: size });
  }
  return [...found.values()];
}

function packKey(digest: string): string {
  return `treesmith-pack-1-${digest}`;
}

function packPath(digest: string): string {
  return `packs/${digest}`;
}

function summary(faults: readonly string[]): string {
  const more = faults.length - NAMED_AT_MOST;
  const shown = faults.slice(0, NAMED_AT_MOST).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
