import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { stageKey } from '../core/digest.ts';
import type { Log } from '../core/log.ts';
import type { RepositoryAccess } from '../remix/cached-get.ts';
import { FilelistsParser } from '../rpm/filelists.ts';
import type { RepomdData } from '../rpm/repomd.ts';
import { makeSolv } from './make-solv.ts';
import { fetchMetadata } from './metadata.ts';
import { openMetadata } from './open-metadata.ts';
import { packageBlocks } from './package-blocks.ts';
import type { PoolRepository } from './pool.ts';
import { makeKept, toolIdentity } from './solv-cache.ts';

/** Changes with what is in the folder of a key. */
const VERSION = 1;

/**
 * Returns the repository with `paths` among the files that libsolv knows of its packages. primary.xml
 * has only those in /etc and in folders for programs; any other stands in filelists.xml, which is ten
 * times as large and therefore read only when somebody asks. As it was when it has none of them.
 *
 * @throws what `fetchMetadata`, `openMetadata` and `makeSolv` throw; BuildError BAD_FILELISTS
 */
export async function withFiles(
  repository: PoolRepository,
  paths: readonly string[],
  access: RepositoryAccess & { readonly log: Log },
): Promise<PoolRepository> {
  const { definition, state } = repository;
  const filelists = state.repomd.data.get('filelists');
  const primary = state.repomd.data.get('primary');
  if (filelists === undefined || primary === undefined) return repository;
  const key = stageKey('solv-files', VERSION, {
    primary: primary.checksum.hex,
    filelists: filelists.checksum.hex,
    paths: paths.toSorted(compareBytes),
    tool: await toolIdentity(),
  });
  const folder = access.store.solv(key);
  const solvPath = join(folder, 'repo.solv');
  if ((await stat(solvPath).catch(() => undefined)) !== undefined) {
    return { ...repository, solvPath };
  }
  const open = async (data: RepomdData) =>
    openMetadata(definition.id, data, await fetchMetadata(definition, state, data, access));
  const owners = await findOwners(await open(filelists), new Set(paths));
  if (owners.size === 0) return repository;
  const blocks = addFiles(packageBlocks(await open(primary)), owners);
  await makeKept(folder, access.store, (made) => makeSolv(blocks, join(made, 'repo.solv')));
  return { ...repository, solvPath };
}

/** Returns which of `paths` each package has, by the package's checksum. */
async function findOwners(
  chunks: AsyncIterable<Buffer>,
  paths: ReadonlySet<string>,
): Promise<Map<string, string[]>> {
  const owners = new Map<string, string[]>();
  const wanted = [...paths].map((path) => Buffer.from(`>${escapeXml(path)}<`));
  for await (const block of packageBlocks(chunks)) {
    if (!wanted.some((path) => block.includes(path))) continue;
    const start = block.indexOf('<package ');
    const parser = new FilelistsParser(({ pkgid, files }) => {
      const found = files.filter((file) => paths.has(file));
      if (found.length > 0) owners.set(pkgid, found);
    });
    parser.write(Buffer.from('<filelists>'));
    parser.write(block.subarray(start));
    parser.write(Buffer.from('</filelists>'));
    parser.end();
  }
  return owners;
}

async function* addFiles(
  blocks: AsyncIterable<Buffer>,
  owners: ReadonlyMap<string, readonly string[]>,
): AsyncGenerator<Buffer, void> {
  for await (const block of blocks) {
    const text = block.toString('latin1');
    const [, pkgid = ''] = /pkgid="YES">\s*([0-9a-f]+)/i.exec(text) ?? [];
    const files = owners.get(pkgid.toLowerCase());
    const end = text.lastIndexOf('</format>');
    if (files === undefined || end === -1) yield block;
    else {
      const added = files.map((path) => `<file>${escapeXml(path)}</file>`).join('');
      yield Buffer.concat([block.subarray(0, end), Buffer.from(added), block.subarray(end)]);
    }
  }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
