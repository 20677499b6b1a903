import { chmod, lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyWithDigest } from '../../host/copy-file.ts';
import { listKept } from '../../host/kept.ts';
import type { Store } from '../../host/store.ts';
import { hashRegularFile } from './pack-files.ts';
import type { CacheService } from './service.ts';
import type { CacheSession } from './session.ts';

const MANIFEST = 'manifest.json';
const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_FILES = 256;
const NAME = /^[\w][\w.-]{0,99}$/;
const KEY = /^[0-9a-f]{64}$/;

/** Where results come from and go to. */
export interface KeptPorts {
  readonly root: string;
  readonly service: () => Promise<CacheService>;
  readonly session: CacheSession;
  readonly store: Store;
  /** Makes the name of a new entry unlike that of any other: `<run id>-<attempt>`. */
  readonly writer: string;
  readonly sharesKept: () => Promise<boolean>;
}

/**
 * Kept results of stages (lib/host/kept.ts), each an entry of its own. Which of them a stage can use is
 * found by looking at them, so a run takes the newest of its group. A result has its own list of checksums;
 * that finds what is damaged, and not what somebody has made on purpose who may write to the cache. See
 * docs/security.md.
 */
export class KeptEntries {
  private readonly ports: KeptPorts;
  private shared: Promise<boolean> | undefined;
  /** Stages, and whether the store had results of them when this run first asked. */
  private readonly had = new Map<string, Promise<boolean>>();
  /** Names of entries that do not hold what they should. */
  private readonly broken = new Set<string>();
  /** Beginnings of names, and the key in the newest of them that is good, as far as this run knows. */
  private readonly newest = new Map<string, string>();

  constructor(ports: KeptPorts) {
    this.ports = ports;
  }

  async restore(stage: string, group: string): Promise<void> {
    const { root, service, session, store } = this.ports;
    if (await this.hadResults(stage)) return;
    if (!(await this.isShared(stage, group)) || !session.readable) return;
    const { path, prefix } = placeOf(stage, group);
    const folder = join(root, path);
    await mkdir(dirname(folder), { recursive: true });
    try {
      // No entry has the prefix alone as its name.
      const found = session.heed(await (await service()).restore(path, prefix, [prefix]));
      if (found.kind === 'broken') this.broken.add(found.key);
      if (found.kind !== 'hit') return;
      const key = keyIn(found.key, prefix);
      const checked = await checkResult(folder).catch(({ message }: Error) => message);
      if (key === undefined || typeof checked === 'string') {
        this.broken.add(found.key);
        session.warnOfEntry(
          found.key,
          typeof checked === 'string' ? checked : 'its name is no key',
        );
        return;
      }
      session.counts.cacheHitBytes += checked;
      this.newest.set(prefix, key);
      await adopt(folder, join(store.path, 'kept', stage, key));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async save(stage: string, group: string, key: string): Promise<void> {
    const { root, service, session, store, writer } = this.ports;
    const { path, prefix } = placeOf(stage, group);
    const from = join(store.path, 'kept', stage, key);
    if (this.newest.get(prefix) === key || !KEY.test(key) || !(await isFolder(from))) return;
    if (!(await this.isShared(stage, group)) || !session.writable) return;
    const looked = session.heed(await (await service()).lookup(path, prefix, [prefix]));
    if (!session.writable) return;
    const isNewest = looked.kind === 'hit' && keyIn(looked.key, prefix) === key;
    if (isNewest && !this.broken.has(looked.key)) {
      this.newest.set(prefix, key);
      return;
    }
    const folder = join(root, path);
    try {
      await mkdir(folder, { recursive: true });
      for (const file of await readdir(from)) {
        await copyWithDigest(join(from, file), join(folder, file));
      }
      // What was damaged here must not become everyone's.
      const checked = await checkResult(folder);
      if (typeof checked === 'string') {
        session.log.warn(`the kept ${stage} ${key.slice(0, 12)} is not shared: ${checked}`);
        return;
      }
      const saved = await (await service()).save(path, `${prefix}${writer}-${key}`);
      if (session.count(saved)) this.newest.set(prefix, key);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Asked before anything comes from the cache: what it had then is what counts. */
  private hadResults(stage: string): Promise<boolean> {
    const { store, session } = this.ports;
    const folder = join(store.path, 'kept');
    const known = this.had.get(stage);
    const asked =
      known ?? listKept({ folder, stage, log: session.log }).then((keys) => keys.length > 0);
    this.had.set(stage, asked);
    return asked;
  }

  private async isShared(stage: string, group: string): Promise<boolean> {
    if (!NAME.test(stage) || !NAME.test(group)) return false;
    this.shared ??= this.ports.sharesKept();
    return this.shared;
  }
}

/** The path is the same for all entries of a group: GitHub's service looks among those alone. */
function placeOf(stage: string, group: string): { readonly path: string; readonly prefix: string } {
  return { path: `kept/${stage}/${group}`, prefix: `treesmith-kept-1-${stage}-${group}-` };
}

/** The key at the end of an entry's name, when it is one of the group. */
function keyIn(name: string, prefix: string): string | undefined {
  const key = name.slice(-64);
  return name.startsWith(prefix) && name.endsWith(`-${key}`) && KEY.test(key) ? key : undefined;
}

async function adopt(folder: string, to: string): Promise<void> {
  // Owner and modes are those of whoever packed it.
  await chmod(folder, 0o755);
  for (const name of await readdir(folder)) await chmod(join(folder, name), 0o644);
  await mkdir(dirname(to), { recursive: true });
  await rename(folder, to).catch((error: NodeJS.ErrnoException) => {
    // Another run has made it meanwhile.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

/**
 * Returns how many bytes a result has when its files are those of its list, with the checksums there,
 * and nothing else; or in words why not.
 */
async function checkResult(folder: string): Promise<number | string> {
  if (!(await isFolder(folder))) return 'it is no folder';
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

/** Not a link to one either. */
async function isFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
