import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempDir } from '../host/temp.ts';
import { streamSource } from '../layers/byte-source.ts';
import { readLayerEntries } from '../layers/layer-reader.ts';
import { openLayer } from '../layers/open-layer.ts';
import type { Descriptor } from '../oci/manifest.ts';
import { formatEvr } from '../rpm/evr.ts';
import { parseInstalledPackage } from '../rpm/installed-package.ts';
import { readRpmdb } from '../rpm/rpmdb.ts';
import type { ImageSource } from './image-source.ts';
import type { ListedPackage } from './inspect-report.ts';
import { isOstreeObject, plainName } from './member-name.ts';

/** Where rpm has its database: Fedora, Enterprise Linux, rpm-ostree. */
const DATABASE = /^(?:usr\/lib\/sysimage\/rpm|usr\/share\/rpm|var\/lib\/rpm)\/rpmdb\.sqlite$/;
const MAGIC = Buffer.from('SQLite format 3\0');
/** A database of a large desktop has 100 MiB. */
const MAX_DATABASE_BYTES = 1024 * 2 ** 20;
/** Other databases that a layer may have. */
const MAX_KEPT = 8;

/**
 * Returns the packages of the rpmdb in a layer; undefined when it has none. The layer is read
 * to its end, so that its digest is checked; the database alone is kept in a temporary file meanwhile. It is
 * read here, without rpm: a database of others is never given to it.
 *
 * @throws BuildError LayersCode, BAD_RPMDB, BAD_HEADER; what the source throws
 */
export async function readLayerRpmdb(
  source: ImageSource,
  layer: Descriptor,
): Promise<ListedPackage[] | undefined> {
  await using temp = await makeTempDir();
  const kept = new Map<string, string>();
  let database: string | undefined;
  const bytes = openLayer(await source.openBlob(layer), layer);
  try {
    for await (const { member, data } of readLayerEntries(streamSource(bytes))) {
      const { type, sizeBytes } = member;
      const name = plainName(member.name);
      const isDatabase = DATABASE.test(name);
      if (isDatabase && type === 'hard-link') database = kept.get(plainName(member.linkName));
      if (type !== 'file' || sizeBytes > MAX_DATABASE_BYTES || kept.size === MAX_KEPT) continue;
      if (!isDatabase && !isOstreeObject(name)) continue;
      const path = join(temp.path, String(kept.size));
      if (!(await keepDatabase(data(), path))) continue;
      kept.set(name, path);
      if (isDatabase) database = path;
    }
    for await (const _ of bytes);
  } finally {
    await bytes.return();
  }
  if (database === undefined) return undefined;
  await using file = await open(database);
  return await readPackages(file);
}

/** Writes data that is an SQLite database to a file; returns false for any other. */
async function keepDatabase(data: AsyncGenerator<Buffer, void>, path: string): Promise<boolean> {
  let start = Buffer.alloc(0);
  let file: FileHandle | undefined;
  try {
    for await (const piece of data) {
      if (file !== undefined) {
        await file.writeFile(piece);
        continue;
      }
      start = Buffer.concat([start, piece]);
      if (start.length < MAGIC.length) continue;
      if (!start.subarray(0, MAGIC.length).equals(MAGIC)) return false;
      file = await open(path, 'wx');
      await file.writeFile(start);
    }
    return file !== undefined;
  } finally {
    await file?.close();
  }
}

async function readPackages(file: FileHandle): Promise<ListedPackage[]> {
  const { size } = await file.stat();
  const source = {
    sizeBytes: size,
    read: (offset: number, length: number) => {
      const buffer = Buffer.alloc(length);
      return buffer.subarray(0, readSync(file.fd, buffer, 0, length, offset));
    },
  };
  const packages: ListedPackage[] = [];
  for (const header of readRpmdb(source)) {
    const one = parseInstalledPackage(header);
    if (one === undefined) continue;
    const { name, arch, license } = one;
    packages.push({ name, version: formatEvr(one), arch, license });
  }
  return packages;
}
