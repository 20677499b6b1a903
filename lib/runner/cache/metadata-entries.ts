import { cp, link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { compareBytes } from '../../core/bytes.ts';
import { sha256 } from '../../core/digest.ts';
import { moveInto } from '../../host/files.ts';
import type { MetadataFile, RepositoryFiles } from '../../lock/metadata-cache.ts';
import { hashRegularFile } from './pack-files.ts';
import type { CacheService } from './service.ts';
import type { CacheSession } from './session.ts';

/** Files of libsolv's folder, and no others, are taken out of an entry. */
const SOLV_FILES = ['repo.solv', 'packages.tsv', 'obsoletes.tsv'];

/** Where entries come from and go to. */
export interface MetadataPorts {
  readonly root: string;
  readonly service: () => Promise<CacheService>;
  readonly session: CacheSession;
}

/**
 * Metadata of repositories, one entry for each repomd.xml and list of files. Files are checked with
 * the checksums of repomd.xml; what libsolv made of them has none, see docs/caching.md.
 */
export class MetadataEntries {
  private readonly ports: MetadataPorts;
  /** Keys of entries that this run has seen to be there. */
  private readonly seen = new Set<string>();
  /** Keys of entries that do not hold what they should. */
  private readonly broken = new Set<string>();

  constructor(ports: MetadataPorts) {
    this.ports = ports;
  }

  async restore(repository: RepositoryFiles): Promise<void> {
    const { root, service, session } = this.ports;
    if (!session.readable || (await exists(repository.solv))) return;
    const prefix = keyPrefix(repository);
    const path = entryPath(repository);
    const found = session.heed(await (await service()).restore(path, prefix, [prefix]));
    if (found.kind === 'broken') this.broken.add(found.key);
    if (found.kind !== 'hit') return;
    this.seen.add(found.key);
    const folder = join(root, path);
    for (const file of repository.files) {
      const fault = await this.adoptFile(join(folder, 'repodata'), file);
      if (fault === undefined) continue;
      session.warnOfEntry(found.key, `${basename(file.path)} ${fault}`);
      this.broken.add(found.key);
      return;
    }
    await this.adoptSolv(join(folder, 'solv', basename(repository.solv)), repository.solv);
    await rm(folder, { recursive: true, force: true });
  }

  async save(repository: RepositoryFiles): Promise<void> {
    const { root, service, session } = this.ports;
    if (!session.writable) return;
    const wanted = [...repository.files.map(({ path }) => path), repository.solv];
    const there: string[] = [];
    for (const path of wanted) if (await exists(path)) there.push(path);
    if (there.length === 0) return;
    const content = there.map((path) => basename(path)).sort(compareBytes);
    const key = this.unbrokenKey(keyPrefix(repository), content);
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const path = entryPath(repository);
    const looked = session.heed(await (await service()).lookup(path, key));
    if (looked.kind === 'hit' ? looked.key === key : looked.kind !== 'miss') return;
    const folder = join(root, path);
    try {
      for (const from of there) {
        const kind = from === repository.solv ? 'solv' : 'repodata';
        await mkdir(join(folder, kind), { recursive: true });
        await lay(from, join(folder, kind, basename(from)));
      }
      session.count(await (await service()).save(path, key));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** An entry cannot be mended: what replaces one has another name, and is newer. */
  private unbrokenKey(prefix: string, content: readonly string[]): string {
    for (let attempt = 0; ; attempt += 1) {
      const digest = sha256([...content, String(attempt)].join('\n'));
      const key = `${prefix}${digest.slice(0, 16)}`;
      if (!this.broken.has(key)) return key;
    }
  }

  /** Returns what is wrong with the file. That it is not there is nothing wrong. */
  private async adoptFile(
    folder: string,
    { path, checksum }: MetadataFile,
  ): Promise<string | undefined> {
    const from = join(folder, basename(path));
    if ((await exists(path)) || !(await exists(from))) return undefined;
    const found = await hashRegularFile(from, checksum.type);
    if (typeof found === 'string') return found;
    if (found.hex !== checksum.hex) return 'is another file';
    await moveInto(dirname(path), [{ from, name: basename(path) }]);
    this.ports.session.counts.cacheHitBytes += found.sizeBytes;
    return undefined;
  }

  private async adoptSolv(from: string, to: string): Promise<void> {
    const names = await readdir(from, { withFileTypes: true }).catch(() => []);
    const good = SOLV_FILES.every((name) =>
      names.some((entry) => entry.name === name && entry.isFile()),
    );
    if (!good || names.length !== SOLV_FILES.length) return;
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to).catch((error: NodeJS.ErrnoException) => {
      // Another run has made it meanwhile.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  }
}

async function lay(from: string, to: string): Promise<void> {
  if ((await stat(from)).isDirectory()) {
    await cp(from, to, { recursive: true });
    return;
  }
  await link(from, to).catch(() => cp(from, to));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** A repomd.xml names all of its files by checksum: whoever has the same has the same repository. */
function keyPrefix({ repomdSha256 }: RepositoryFiles): string {
  return `treesmith-metadata-1-${repomdSha256}-`;
}

function entryPath({ repomdSha256 }: RepositoryFiles): string {
  return `metadata/${repomdSha256}`;
}
