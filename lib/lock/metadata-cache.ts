import { join } from 'node:path';
import type { Store } from '../host/store.ts';
import type { Checksum } from '../rpm/checksum.ts';
import type { Repomd } from '../rpm/repomd.ts';
import { metadataPath } from './metadata.ts';
import { solvFolder } from './solv-cache.ts';

/** What the store may have of a repository that is as repomd.xml describes it. */
export interface RepositoryFiles {
  /** Of repomd.xml, lower-case hex. */
  readonly repomdSha256: string;
  readonly files: readonly MetadataFile[];
  /** Folder in the store with what libsolv made of primary.xml. */
  readonly solv: string;
}

/** One metadata file. */
export interface MetadataFile {
  /** In the store, whether it is there or not. */
  readonly path: string;
  readonly checksum: Checksum;
}

/** Keeps repositories' metadata between runs that do not share a disk. Neither call ever fails. */
export interface MetadataCache {
  /** Brings to the store what it lacks. */
  restoreMetadata(repository: RepositoryFiles): Promise<void>;
  /** Keeps what the store has and no run has kept. */
  saveMetadata(repository: RepositoryFiles): Promise<void>;
}

/** Returns where the store has the metadata of a repository, for every file with a strong checksum. */
export async function repositoryFiles(
  { repomd, sha256 }: { readonly repomd: Repomd; readonly sha256: string },
  store: Store,
): Promise<RepositoryFiles> {
  const primary = repomd.data.get('primary');
  const strong = [...repomd.data.values()].filter(({ checksum }) =>
    /^sha(256|384|512)$/.test(checksum.type),
  );
  return {
    repomdSha256: sha256,
    files: strong.map(({ checksum }) => ({ path: metadataPath(checksum, store), checksum })),
    solv: primary === undefined ? join(store.path, 'solv') : await solvFolder(primary, store),
  };
}
