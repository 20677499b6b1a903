import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { sha256 } from '../core/digest.ts';
import type { Log } from '../core/log.ts';
import { copyWithDigest } from './copy-file.ts';
import type { FileDigest } from './file-digest.ts';
import { makeFolder, writeFileAtomic } from './files.ts';
import { markUsed } from './store-limit.ts';

/** How many results of a stage stay; what was used longest ago goes first. */
const NEWEST = 8;
const MANIFEST = 'manifest.json';
const JSON_NAME = 'value.json';
const MANIFEST_LIMIT_BYTES = 1024 * 1024;
/** Unfinished results of runs that were killed go after this long. */
const UNFINISHED_MS = 24 * 60 * 60_000;

/** Where results of a stage are kept. */
export interface KeptStage {
  /** The folder of all stages: `<store>/kept`. It may be thrown away at any time. */
  readonly folder: string;
  /** Name of the stage, a file name. */
  readonly stage: string;
  readonly log: Log;
}

/** Returns the keys of what is kept, newest use first. */
export async function listKept({ folder, stage }: KeptStage): Promise<string[]> {
  const names = await readdir(join(folder, stage)).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => !name.startsWith('.'))
      .map(async (name) => {
        const stats = await stat(join(folder, stage, name)).catch(() => undefined);
        return { name, usedMs: stats?.mtimeMs ?? 0 };
      }),
  );
  return found
    .sort((a, b) => b.usedMs - a.usedMs || compareBytes(a.name, b.name))
    .map(({ name }) => name);
}

/**
 * Copies the file `name` of a result to the new path `to`. Returns false when there is no such
 * result. What was copied is compared with the digest that it was kept with: a damaged result is
 * removed, the log says so, and the answer is false.
 */
export async function restoreKept(
  { folder, stage, log }: KeptStage,
  key: string,
  name: string,
  to: string,
): Promise<boolean> {
  const entry = join(folder, stage, key);
  const expected = (await readManifest(entry))?.[name];
  if (expected !== undefined) {
    // Copied before it is looked at: what was looked at cannot change any more.
    const copied = await copyWithDigest(join(entry, name), to).catch(() => undefined);
    if (copied?.sha256 === expected.sha256 && copied.sizeBytes === expected.sizeBytes) {
      await markUsed([entry]);
      return true;
    }
    await rm(to, { force: true });
  }
  // Another process may have removed it meanwhile, as too old; then there is nothing to say.
  if ((await stat(entry).catch(() => undefined)) === undefined) return false;
  await discardKept({ folder, stage, log }, key);
  return false;
}

/**
 * Returns what `keepJson` has kept; undefined when there is nothing under that key, or more than `limitBytes`.
 * A damaged result is removed, the log says so, and it is as if it were not there.
 */
export async function readKeptJson(
  { folder, stage, log }: KeptStage,
  key: string,
  limitBytes: number,
): Promise<unknown> {
  const entry = join(folder, stage, key);
  const path = join(entry, JSON_NAME);
  const expected = (await readManifest(entry))?.[JSON_NAME];
  if (expected !== undefined && expected.sizeBytes > limitBytes) return undefined;
  if (expected?.sizeBytes === (await stat(path).catch(() => undefined))?.size) {
    const text = await readFile(path).catch(() => undefined);
    if (text !== undefined && sha256(text) === expected?.sha256) {
      await markUsed([entry]);
      return parseJson(text.toString());
    }
  }
  if ((await stat(entry).catch(() => undefined)) === undefined) return undefined;
  await discardKept({ folder, stage, log }, key);
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Removes a result that is not what it should be, and says so. */
async function discardKept({ folder, stage, log }: KeptStage, key: string): Promise<void> {
  log.warn(`The kept ${stage} ${key.slice(0, 12)} is damaged: removed, and made again`);
  await removeKept({ folder, stage }, key);
}

/** Removes a result, if it is there. */
export async function removeKept(
  { folder, stage }: Pick<KeptStage, 'folder' | 'stage'>,
  key: string,
): Promise<void> {
  const parent = join(folder, stage);
  if ((await stat(join(parent, key)).catch(() => undefined)) === undefined) return;
  await removeEntry(parent, key);
}

/**
 * Keeps copies of `files` (name → path) under `key`, and removes the oldest results of the stage. A
 * reader sees all of it or nothing, and a run that is killed leaves nothing that is taken for whole.
 * What cannot be kept (a full disk) is not: the log says so.
 */
export async function keepResult(
  stage: KeptStage,
  key: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await keep(stage, key, async (content) => {
    const manifest: Record<string, FileDigest> = {};
    for (const [name, path] of Object.entries(files)) {
      manifest[name] = await copyWithDigest(path, join(content, name));
    }
    return manifest;
  });
}

/** Keeps `value` as JSON, as `keepResult` keeps files. */
export async function keepJson(stage: KeptStage, key: string, value: unknown): Promise<void> {
  await keep(stage, key, async (content) => {
    const text = Buffer.from(JSON.stringify(value));
    await writeFile(join(content, JSON_NAME), text);
    return { [JSON_NAME]: { sizeBytes: text.length, sha256: sha256(text) } };
  });
}

/** `write` puts files into a folder, and returns what they are. */
async function keep(
  { folder, stage, log }: KeptStage,
  key: string,
  write: (content: string) => Promise<Manifest>,
): Promise<void> {
  const parent = join(folder, stage);
  let temporary: string | undefined;
  try {
    await makeFolder(parent);
    temporary = await mkdtemp(join(parent, '.new-'));
    const content = join(temporary, 'content');
    await mkdir(content);
    const manifest = await write(content);
    await writeFileAtomic(join(content, MANIFEST), `${JSON.stringify({ files: manifest })}\n`);
    await rename(content, join(parent, key)).catch((error: NodeJS.ErrnoException) => {
      // Another process has kept the same.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    await trim({ folder, stage, log });
  } catch (error) {
    log.warn(`The ${stage} is not kept: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  }
}

type Manifest = Readonly<Record<string, FileDigest>>;

async function readManifest(entry: string): Promise<Manifest | undefined> {
  const path = join(entry, MANIFEST);
  try {
    if ((await stat(path)).size > MANIFEST_LIMIT_BYTES) return undefined;
    const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
    const files = (parsed as { files?: unknown } | null)?.files;
    return typeof files === 'object' && files !== null ? (files as Manifest) : undefined;
  } catch {
    return undefined;
  }
}

async function trim(stage: KeptStage): Promise<void> {
  const parent = join(stage.folder, stage.stage);
  for (const key of (await listKept(stage)).slice(NEWEST)) await removeEntry(parent, key);
  const oldest = Date.now() - UNFINISHED_MS;
  for (const name of await readdir(parent)) {
    if (!name.startsWith('.')) continue;
    const found = await stat(join(parent, name)).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < oldest) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

/** Renamed first, so that nobody finds half of it. */
async function removeEntry(parent: string, key: string): Promise<void> {
  const temporary = await mkdtemp(join(parent, '.old-'));
  await rename(join(parent, key), join(temporary, 'content')).catch(() => undefined);
  await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
}
