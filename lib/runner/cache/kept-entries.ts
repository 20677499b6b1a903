import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Store } from '../../host/store.ts';
import { hashRegularFile } from './pack-files.ts';
import type { CacheService } from './service.ts';
import type { CacheSession } from './session.ts';

const MANIFEST = 'manifest.json';
const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_FILES = 256;
const NAME = /^[\w][\w.-]{0,99}$/;
/** Of entries of one result that are not what they should be, so many are replaced. */
const MAX_BROKEN = 3;

/** Where results come from and go to. */
export interface KeptPorts {
  readonly root: string;
  readonly service: () => Promise<CacheService>;
  readonly session: CacheSession;
  readonly store: Store;
  readonly sharesKept: () => Promise<boolean>;
}

/**
 * Kept results of stages (lib/host/kept.ts), each an entry of its own. A result has its own list of
 * checksums; that finds what is damaged, and not what somebody has made on purpose who may write to the
 * cache. See docs/security.md.
 */
export class KeptEntries {
  private readonly ports: KeptPorts;
  private shared: Promise<boolean> | undefined;
  /** Keys of entries that do not hold what they should. */
  private readonly broken = new Set<string>();
  /** Keys of results that this run has seen to be there. */
  private readonly seen = new Set<string>();

  constructor(ports: KeptPorts) {
    this.ports = ports;
  }

  async restore(stage: string, key: string): Promise<boolean> {
    const { root, service, session, store } = this.ports;
    const to = join(store.path, 'kept', stage, key);
    if (await isThere(to)) return true;
    if (!(await this.isShared(stage, key)) || !session.readable) return false;
    const path = `kept/${stage}/${key}`;
    const folder = join(root, path);
    for (let attempt = 0; attempt < MAX_BROKEN; attempt += 1) {
      const name = entryKey(stage, key, attempt);
      await mkdir(dirname(folder), { recursive: true });
      try {
        const found = session.heed(await (await service()).restore(path, name));
        if (found.kind === 'hit' && found.key === name) {
          const checked = await checkResult(folder);
          if (typeof checked === 'number') {
            session.counts.cacheHitBytes += checked;
            this.seen.add(name);
            await this.adopt(folder, to);
            return true;
          }
          session.warnOfEntry(name, checked);
        } else if (found.kind !== 'broken') return false;
        this.broken.add(name);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
    return false;
  }

  async save(stage: string, key: string): Promise<void> {
    const { root, service, session, store } = this.ports;
    const from = join(store.path, 'kept', stage, key);
    if (!(await this.isShared(stage, key)) || !session.writable) return;
    const attempts = Array.from({ length: MAX_BROKEN }, (_, attempt) =>
      entryKey(stage, key, attempt),
    );
    const name = attempts.find((candidate) => !this.broken.has(candidate));
    if (name === undefined || this.seen.has(name) || !(await isThere(from))) return;
    const path = `kept/${stage}/${key}`;
    const looked = session.heed(await (await service()).lookup(path, name));
    if (looked.kind !== 'miss') return;
    const folder = join(root, path);
    try {
      await mkdir(folder, { recursive: true });
      for (const file of await readdir(from)) {
        await copyFile(join(from, file), join(folder, file), constants.COPYFILE_FICLONE);
      }
      // What was damaged here must not become everyone's.
      const checked = await checkResult(folder);
      if (typeof checked === 'string') {
        session.log.warn(`the kept ${stage} ${key.slice(0, 12)} is not shared: ${checked}`);
        return;
      }
      if (session.count(await (await service()).save(path, name))) this.seen.add(name);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private async isShared(stage: string, key: string): Promise<boolean> {
    if (!NAME.test(stage) || !NAME.test(key)) return false;
    this.shared ??= this.ports.sharesKept();
    return this.shared;
  }

  private async adopt(folder: string, to: string): Promise<void> {
    await mkdir(dirname(to), { recursive: true });
    await rename(folder, to).catch((error: NodeJS.ErrnoException) => {
      // Another run has made it meanwhile.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  }
}

/**
 * Returns how many bytes a result has when its files are those of its list, with the checksums there,
 * and nothing else; or in words why not.
 */
async function checkResult(folder: string): Promise<number | string> {
  const names = await readdir(folder);
  if (!names.includes(MANIFEST)) return `${MANIFEST} is not in it`;
  const list = await readList(join(folder, MANIFEST));
  if (list === undefined) return `${MANIFEST} is not a list of checksums`;
  if (names.length !== list.size + 1) return 'it has other files than its list';
  let sum = 0;
  for (const [name, { sha256, sizeBytes }] of list) {
    const found = await hashRegularFile(join(folder, name), 'sha256', sizeBytes).catch(
      ({ message }: Error) => message,
    );
    if (typeof found === 'string') return `${name} ${found}`;
    if (found.hex !== sha256) return `${name} has SHA-256 ${found.hex}`;
    sum += sizeBytes;
  }
  return sum;
}

async function readList(
  path: string,
): Promise<Map<string, { readonly sha256: string; readonly sizeBytes: number }> | undefined> {
  const found = await hashRegularFile(path, 'sha256');
  if (typeof found === 'string' || found.sizeBytes > MAX_MANIFEST_BYTES) return undefined;
  try {
    const { files } = JSON.parse(await readFile(path, 'utf8')) as { files?: object };
    const entries = Object.entries(files ?? []);
    if (entries.length === 0 || entries.length > MAX_FILES) return undefined;
    const good = entries.every(([name, value]) => {
      const { sha256, sizeBytes } = value as Readonly<Record<string, unknown>>;
      const hex = typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
      return NAME.test(name) && name !== MANIFEST && hex && Number.isSafeInteger(sizeBytes);
    });
    return good ? new Map(entries) : undefined;
  } catch {
    return undefined;
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function entryKey(stage: string, key: string, attempt: number): string {
  return `treesmith-kept-1-${stage}-${key}${attempt === 0 ? '' : `-${attempt}`}`;
}
