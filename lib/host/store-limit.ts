import { lstat, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from './process.ts';
import type { Store } from './store.ts';

/** What `trimStore` did. */
export interface Trimmed {
  /** Of what is left. */
  readonly sizeBytes: number;
  readonly freedBytes: number;
  /** How many packages, metadata files, commits and so on went. */
  readonly removed: number;
}

/** Something in the store that can go without taking anything else along. */
interface Entry {
  readonly sizeBytes: number;
  readonly usedMs: number;
  /** Returns how much became free. */
  readonly remove: () => Promise<number>;
}

/** Says that a run uses these files or folders of the store now. What is not there is not made. */
export async function markUsed(paths: readonly string[]): Promise<void> {
  const now = new Date();
  await Promise.all(paths.map((path) => utimes(path, now, now).catch(() => undefined)));
}

/**
 * Removes from the store what was used longest ago until it has `maxBytes` or less. What was used at
 * `keepSinceMs` or later stays, whatever its size. The caller holds the store's lock alone.
 *
 * @throws ToolError TOOL_FAILED when `ostree prune` fails
 */
export async function trimStore(
  store: Store,
  { maxBytes, keepSinceMs }: { readonly maxBytes: number; readonly keepSinceMs: number },
): Promise<Trimmed> {
  const entries = await listEntries(store);
  const repository = join(store.path, 'ostree');
  let sizeBytes = (await sizeOf(repository)) + total(entries);
  const before = sizeBytes;
  let removed = 0;
  for (const entry of entries.sort((a, b) => a.usedMs - b.usedMs)) {
    if (sizeBytes <= maxBytes || entry.usedMs >= keepSinceMs) break;
    sizeBytes -= await entry.remove();
    removed += 1;
  }
  return { sizeBytes, freedBytes: before - sizeBytes, removed };
}

async function listEntries(store: Store): Promise<Entry[]> {
  const marks = await list(join(store.path, 'verified'));
  const packages = await entriesOf(join(store.path, 'rpms'), async (name) => {
    // The note that its signature is good would speak of a file that may come back with other bytes.
    const sha256 = name.replace(/\.rpm$/, '');
    for (const keys of marks) await rm(store.verified(keys, sha256), { force: true });
  });
  const stages = await list(join(store.path, 'stages'));
  const records = await Promise.all(
    stages
      .filter((stage) => stage !== 'compose')
      .map((stage) => entriesOf(join(store.path, 'stages', stage))),
  );
  return [
    ...packages,
    ...(await entriesOf(store.unpacked)),
    ...(await entriesOf(join(store.path, 'repodata'))),
    ...(await entriesOf(join(store.path, 'solv'))),
    ...records.flat(),
    ...(await listKept(store)),
    ...(await listCommits(store)),
  ];
}

/** Results of steps: each can go, and is made again. */
async function listKept(store: Store): Promise<Entry[]> {
  const folder = join(store.path, 'kept');
  const stages = await list(folder);
  return (await Promise.all(stages.map((stage) => entriesOf(join(folder, stage))))).flat();
}

async function entriesOf(
  folder: string,
  removeMore: (name: string) => Promise<void> = async () => undefined,
): Promise<Entry[]> {
  const names = await list(folder);
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const sizeBytes = await sizeOf(path);
      const remove = async () => {
        await removeMore(name);
        await rm(path, { recursive: true, force: true });
        return sizeBytes;
      };
      return { sizeBytes, usedMs: await usedMs(path), remove };
    }),
  );
}

/** A commit goes with the record that names it; its files may be those of other commits, too. */
async function listCommits(store: Store): Promise<Entry[]> {
  const folder = join(store.path, 'stages', 'compose');
  const repository = join(store.path, 'ostree');
  const records = await Promise.all(
    (await list(folder)).map(async (name) => {
      const path = join(folder, name);
      const text = await readFile(join(path, 'result.json'), 'utf8').catch(() => '');
      const commit = /"commit":\s*"([0-9a-f]{64})"/.exec(text)?.[1];
      return { path, commit, usedMs: await usedMs(path) };
    }),
  );
  return records.map(({ path, commit, usedMs: used }) => ({
    // Counted with the repository.
    sizeBytes: 0,
    usedMs: used,
    remove: async () => {
      await rm(path, { recursive: true, force: true });
      const shared = records.some((other) => other.commit === commit && other.path !== path);
      if (commit === undefined || shared) return 0;
      const found = join(repository, 'objects', commit.slice(0, 2), `${commit.slice(2)}.commit`);
      if ((await sizeOf(found)) === 0) return 0;
      const before = await sizeOf(repository);
      await runTool(['ostree', 'prune', `--repo=${repository}`, `--delete-commit=${commit}`]);
      return before - (await sizeOf(repository));
    },
  }));
}

async function usedMs(path: string): Promise<number> {
  return lstat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/** The files of one folder are looked at together: a repository has a hundred thousand of them. */
async function sizeOf(path: string): Promise<number> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.size;
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => !entry.isDirectory());
  const sizes = await Promise.all(files.map(({ name }) => sizeOf(join(path, name))));
  let sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    sizeBytes += await sizeOf(join(path, name));
  }
  return sizeBytes;
}

function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

function total(entries: readonly Entry[]): number {
  return entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
