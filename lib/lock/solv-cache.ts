import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stageKey } from '../core/digest.ts';
import { compressionOf } from '../host/decompress.ts';
import { makeFolder } from '../host/files.ts';
import type { Store } from '../host/store.ts';
import { makeTempDir } from '../host/temp.ts';
import { findTool } from '../host/tools.ts';
import { PrimaryParser } from '../rpm/primary.ts';
import type { RepomdData } from '../rpm/repomd.ts';
import { makeSolv } from './make-solv.ts';
import { openMetadata } from './open-metadata.ts';
import { PackageIndex, PackageIndexBuilder } from './package-index.ts';

/** What the solver and the lock read of one repository. */
export interface SolvRepository {
  /** libsolv's form of primary.xml. */
  readonly solvPath: string;
  readonly index: PackageIndex;
}

type IndexBytes = ReturnType<PackageIndexBuilder['toBytes']>;

/** Changes with what is in the folder of a key. */
const VERSION = 4;

/**
 * Returns a repository's packages in libsolv's form and in ours, made of `primaryPath` (as `data` of
 * repomd.xml describes it) unless the store has them. The XML is read once: libsolv parses it in a
 * process of its own while we do.
 *
 * @throws BuildError REPOMD_MISMATCH, METADATA_TOO_LARGE, BAD_METADATA, BAD_PRIMARY, BAD_LOCATION,
 *   SOLVER_FAILED; ConfigError TOOL_MISSING
 */
export async function openSolvRepository(
  repoid: string,
  data: RepomdData,
  primaryPath: string,
  store: Store,
): Promise<SolvRepository> {
  const folder = await solvFolder(data, store);
  const solvPath = join(folder, 'repo.solv');
  const kept = await readIndex(folder).catch(() => undefined);
  if (kept !== undefined) return { solvPath, index: new PackageIndex(kept) };
  const index = await makeKept(folder, store, async (made) => {
    const bytes = await convert(repoid, data, primaryPath, join(made, 'repo.solv'));
    await writeFile(join(made, 'packages.tsv'), bytes.packages);
    await writeFile(join(made, 'obsoletes.tsv'), bytes.obsoletes);
    return bytes;
  });
  return { solvPath, index: new PackageIndex(index) };
}

/** Returns the folder of what is made of the primary.xml that `data` describes. */
export async function solvFolder(data: RepomdData, store: Store): Promise<string> {
  const key = stageKey('solv', VERSION, {
    primary: `${data.checksum.type}:${data.checksum.hex}`,
    href: compressionOf(data.href),
    tool: await toolIdentity(),
  });
  return store.solv(key);
}

async function readIndex(folder: string): Promise<IndexBytes> {
  return {
    packages: await readFile(join(folder, 'packages.tsv')),
    obsoletes: await readFile(join(folder, 'obsoletes.tsv')),
  };
}

/** Gives `body` an empty folder, which afterwards is `folder`: whole, or not there. */
export async function makeKept<T>(
  folder: string,
  store: Store,
  body: (made: string) => Promise<T>,
): Promise<T> {
  await makeFolder(dirname(folder));
  await using temp = await makeTempDir(join(store.path, 'tmp'));
  const made = join(temp.path, 'made');
  await mkdir(made);
  const result = await body(made);
  await rename(made, folder).catch((error: NodeJS.ErrnoException) => {
    // Another run was faster: what it made is the same.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  return result;
}

async function convert(
  repoid: string,
  data: RepomdData,
  primaryPath: string,
  solvPath: string,
): Promise<IndexBytes> {
  const builder = new PackageIndexBuilder(repoid);
  await makeSolv(readPackages(openMetadata(repoid, data, primaryPath), builder), solvPath);
  return builder.toBytes();
}

/** Fills `builder`, and yields what the solver needs of the document. */
async function* readPackages(
  chunks: AsyncIterable<Buffer>,
  builder: PackageIndexBuilder,
): AsyncGenerator<Buffer, void> {
  const pieces: Buffer[] = [];
  const parser = new PrimaryParser(
    (found) => builder.add(found),
    (bytes) => pieces.push(bytes),
  );
  for await (const chunk of chunks) {
    parser.write(chunk);
    yield Buffer.concat(pieces.splice(0));
  }
  parser.end();
  yield Buffer.concat(pieces);
}

/** Returns what stands for the version of rpmmd2solv, which has no `--version`: its file. */
export async function toolIdentity(): Promise<string> {
  const path = findTool('rpmmd2solv');
  if (path === undefined) return '';
  const { size, mtimeMs } = await stat(path);
  return `${path} ${size} ${Math.floor(mtimeMs)}`;
}
