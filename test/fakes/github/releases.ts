import type { StoredBlob } from './blob-files.ts';
import type { Blobs } from './blobs.ts';
import type { Clock } from './clock.ts';

/** A file of a release. */
export interface Asset {
  readonly id: number;
  name: string;
  label: string;
  /** `starter` until the whole of it was uploaded. */
  state: 'starter' | 'uploaded';
  contentType: string;
  /** `sha256:<hex>`; null before the end of the upload. */
  digest: string | null;
  downloads: number;
  readonly createdAt: number;
  readonly blobName: string;
}

/** A release as the service keeps it. */
export interface Release {
  readonly id: number;
  readonly repository: string;
  tag: string;
  /** Branch or commit that the tag is made of. */
  target: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  readonly createdAt: number;
  /** Undefined for a draft. */
  publishedAt: number | undefined;
  assets: Asset[];
}

/** A release as tests look at it. */
export type StoredRelease = Readonly<Omit<Release, 'assets'>> & {
  readonly assets: readonly StoredAsset[];
};

/** An asset as tests look at it; `blob` is undefined when the upload did not end. */
export type StoredAsset = Readonly<Asset> & { readonly blob: StoredBlob | undefined };

/** The releases and refs of all repositories. */
export interface Releases {
  /** Oldest first. */
  list(repository?: string): Release[];
  add(release: Omit<Release, 'id' | 'createdAt' | 'publishedAt' | 'assets'>): Release;
  /** Makes a draft public, with its tag. */
  publish(release: Release): void;
  remove(release: Release): Promise<void>;
  addAsset(release: Release, asset: Pick<Asset, 'name' | 'label' | 'contentType'>): Asset;
  removeAsset(release: Release, asset: Asset): Promise<void>;
  /** `refs/tags/v1` → commit, of one repository. */
  refs(repository: string): Map<string, string>;
  /** Everything, with the contents of the assets. */
  inspect(): readonly StoredRelease[];
}

/** Returns a store without releases. `commitOf` gives the commit of a branch. */
export function openReleases(
  blobs: Blobs,
  clock: Clock,
  commitOf: (repository: string, target: string) => string,
): Releases {
  let releases: Release[] = [];
  let nextId = 3001;
  const takeId = () => {
    nextId += 1;
    return nextId - 1;
  };
  const refs = new Map<string, Map<string, string>>();
  const refsOf = (repository: string) => {
    const found = refs.get(repository) ?? new Map<string, string>();
    refs.set(repository, found);
    return found;
  };
  const publish = (release: Release) => {
    release.draft = false;
    release.publishedAt ??= clock.now();
    const { repository, tag, target } = release;
    const name = `refs/tags/${tag}`;
    const known = refsOf(repository);
    if (!known.has(name)) known.set(name, commitOf(repository, target));
  };
  return {
    list: (repository) =>
      releases.filter((release) => repository === undefined || release.repository === repository),
    add: (fields) => {
      const release: Release = {
        ...{ ...fields, id: takeId(), createdAt: clock.now(), assets: [] },
        publishedAt: undefined,
      };
      releases.push(release);
      if (!release.draft) publish(release);
      return release;
    },
    publish,
    remove: async (release) => {
      releases = releases.filter((found) => found !== release);
      for (const { blobName } of release.assets) await blobs.remove(blobName);
    },
    addAsset: (release, fields) => {
      const asset: Asset = {
        ...{ ...fields, id: takeId(), state: 'starter', digest: null, downloads: 0 },
        ...{ createdAt: clock.now(), blobName: blobs.reserve('releases') },
      };
      release.assets.push(asset);
      return asset;
    },
    removeAsset: async (release, asset) => {
      release.assets = release.assets.filter((found) => found !== asset);
      await blobs.remove(asset.blobName);
    },
    refs: refsOf,
    inspect: () =>
      releases.map((release) => ({
        ...release,
        assets: release.assets.map((asset) => ({ ...asset, blob: blobs.find(asset.blobName) })),
      })),
  };
}
