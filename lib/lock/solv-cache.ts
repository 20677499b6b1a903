import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { stageKey } from '../core/digest.ts';
import { compressionOf, openDecompressed } from '../host/decompress.ts';
import { makeFolder } from '../host/files.ts';
import { startTool } from '../host/process.ts';
import type { Store } from '../host/store.ts';
import { makeTempDir } from '../host/temp.ts';
import { findTool } from '../host/tools.ts';
import { PrimaryParser } from '../rpm/primary.ts';
import type { RepomdData } from '../rpm/repomd.ts';
import { lockBuildError } from './errors.ts';
import { PackageIndex, PackageIndexBuilder } from './package-index.ts';

/** What the solver and the lock read of one repository. */
export interface SolvRepository {
  /** libsolv's form of primary.xml. */
  readonly solvPath: string;
  readonly index: PackageIndex;
}

const SLICE_BYTES = 64 * 1024;
/** Changes with what is in the folder of a key. */
const VERSION = 2;
/** The largest that are known, of Debian and openSUSE, have 250 MB. */
const MAX_OPEN_BYTES = 4 * 1024 ** 3;

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
  const key = stageKey('solv', VERSION, {
    primary: `${data.checksum.type}:${data.checksum.hex}`,
    href: compressionOf(data.href),
    tool: await toolIdentity(),
  });
  const folder = store.solv(key);
  const solvPath = join(folder, 'repo.solv');
  const indexPath = join(folder, 'index.tsv');
  const kept = await readFile(indexPath).catch(() => undefined);
  if (kept !== undefined) return { solvPath, index: new PackageIndex(kept) };

  await makeFolder(dirname(folder));
  await using temp = await makeTempDir(join(store.path, 'tmp'));
  const made = join(temp.path, 'made');
  await mkdir(made);
  const index = await convert(repoid, data, primaryPath, join(made, 'repo.solv'));
  await writeFile(join(made, 'index.tsv'), index);
  await rename(made, folder).catch(async (error: NodeJS.ErrnoException) => {
    // Another run was faster: what it made is the same.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(made, { recursive: true });
  });
  return { solvPath, index: new PackageIndex(index) };
}

async function convert(
  repoid: string,
  data: RepomdData,
  primaryPath: string,
  solvPath: string,
): Promise<Buffer> {
  const builder = new PackageIndexBuilder(repoid);
  const parser = new PrimaryParser((found) => builder.add(found));
  const tool = await startTool(['rpmmd2solv'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const { stdin, stdout, stderr } = tool;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError('no pipes');
  const complaint: Buffer[] = [];
  stderr.on('data', (chunk: Buffer) => complaint.push(chunk));
  // A tool that ends early says why on stderr.
  stdin.on('error', () => undefined);
  const ended = once(tool, 'close');
  const written = pipeline(stdout, createWriteStream(solvPath));
  written.catch(() => undefined);
  try {
    for await (const chunk of openPrimary(repoid, data, primaryPath)) {
      stdin.write(chunk);
      for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
        parser.write(chunk.subarray(at, at + SLICE_BYTES));
        // Lets the pipe be filled while we parse, so that both are busy.
        await setImmediate();
      }
      if (stdin.writableNeedDrain && !stdin.destroyed) {
        await Promise.race([once(stdin, 'drain'), ended]);
      }
    }
    parser.end();
    stdin.end();
    await written;
    const [exitCode] = await ended;
    if (exitCode !== 0) {
      const why = Buffer.concat(complaint).toString('utf8').trim();
      throw lockBuildError('SOLVER_FAILED', `[${repoid}] rpmmd2solv failed (${exitCode}): ${why}`);
    }
  } finally {
    tool.kill('SIGKILL');
    await ended;
  }
  return builder.toBytes();
}

/** The decompressed bytes of primary.xml, refused at the end unless they are what repomd.xml says. */
export async function* openPrimary(
  repoid: string,
  data: RepomdData,
  path: string,
): AsyncGenerator<Buffer, void> {
  const { openSizeBytes, openChecksum } = data;
  const what = `[${repoid}] ${data.href}`;
  if (openSizeBytes !== undefined && openSizeBytes > MAX_OPEN_BYTES) {
    const message = `${what} has ${openSizeBytes} bytes when decompressed, expected at most ${MAX_OPEN_BYTES}`;
    throw lockBuildError('METADATA_TOO_LARGE', message);
  }
  const hash = openChecksum === undefined ? undefined : createHash(openChecksum.type);
  let sizeBytes = 0;
  const limit = openSizeBytes ?? MAX_OPEN_BYTES;
  for await (const chunk of openDecompressed(path, compressionOf(data.href), limit)) {
    hash?.update(chunk as Buffer);
    sizeBytes += (chunk as Buffer).length;
    yield chunk as Buffer;
  }
  const found = hash?.digest('hex');
  if (openSizeBytes !== undefined && sizeBytes !== openSizeBytes) {
    const message = `${what} has ${sizeBytes} bytes when decompressed, repomd.xml says ${openSizeBytes}`;
    throw lockBuildError('REPOMD_MISMATCH', message);
  }
  if (found !== openChecksum?.hex) {
    const expected = `${openChecksum?.type} ${openChecksum?.hex}`;
    const message = `${what} has ${openChecksum?.type} ${found} when decompressed, repomd.xml says ${expected}`;
    throw lockBuildError('REPOMD_MISMATCH', message);
  }
}

/** The tool has no `--version`: its file stands for it. */
async function toolIdentity(): Promise<string> {
  const path = await findTool('rpmmd2solv');
  if (path === undefined) return '';
  const { size, mtimeMs } = await stat(path);
  return `${path} ${size} ${Math.floor(mtimeMs)}`;
}
