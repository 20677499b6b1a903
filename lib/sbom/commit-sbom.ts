import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import { RPMDB_PATHS } from '../host/installed-packages.ts';
import { makeTempDir } from '../host/temp.ts';
import { string } from '../ostree/gvariant.ts';
import type { Commit } from '../ostree/objects.ts';
import type { LockedArch } from '../remix/lockfile.ts';
import { CommitReader, type CommittedFile } from '../repo/commit-reader.ts';
import type { SbomCode } from './errors.ts';
import { hashPackageFiles } from './file-sums.ts';
import { makeSbom } from './make-sbom.ts';
import { parseOsRelease } from './os-release.ts';
import type { Sbom, SystemIdentity } from './sbom-model.ts';

/** What to make an SBOM of. */
export interface CommitSbomOptions {
  /** An archive repository. */
  readonly repoPath: string;
  readonly ref: string;
  /** Checksum of the commit. */
  readonly commit: string;
  /** What the system is called: name of the remix. */
  readonly name: string;
  readonly basearch: string;
  readonly locked?: LockedArch;
  /** Seconds since 1970; those of the commit unless given. */
  readonly createdSeconds?: number;
  /** The image that the commit is in, when the document is about that. */
  readonly image?: SystemIdentity & { readonly kind: 'image' };
  /** Whether to list the packages' files, each of which is read. */
  readonly withFiles?: boolean;
}

const MAX_OS_RELEASE_BYTES = 64 * 1024;

/**
 * Makes an SBOM of a commit. Reads the package database and os-release out of the repository: no
 * checkout, no root, no process.
 *
 * @throws BuildError RPMDB_MISSING, BAD_RPMDB, BAD_HEADER, HEADER_LIMIT, COMMIT_UNREADABLE,
 *   GVARIANT_MALFORMED
 */
export async function makeCommitSbom(options: CommitSbomOptions): Promise<Sbom> {
  const { repoPath, ref, commit, name, basearch, locked, image } = options;
  const reader = await CommitReader.open(repoPath, commit);
  const rpmdb = await findRpmdb(reader, commit);
  await using temporary = await makeTempDir();
  const rpmdbPath = join(temporary.path, 'rpmdb.sqlite');
  await reader.extract(rpmdb, rpmdbPath);
  const osRelease = parseOsRelease(await readOsRelease(reader));
  const sums = options.withFiles === true ? await hashPackageFiles(reader, rpmdbPath) : undefined;
  return makeSbom({
    rpmdbPath,
    system: {
      name,
      version: versionOf(reader.commit) || osRelease.versionId,
      basearch,
      osRelease,
      identity: image ?? { kind: 'commit', ref, commit },
    },
    createdSeconds: options.createdSeconds ?? reader.commit.timestampSeconds,
    ...(locked === undefined ? {} : { locked }),
    ...(sums === undefined ? {} : { fileSha1: (path: string) => sums.get(path) }),
  });
}

async function findRpmdb(reader: CommitReader, commit: string): Promise<CommittedFile> {
  for (const path of RPMDB_PATHS) {
    const found = await reader.find(path);
    if (found !== undefined) return found;
  }
  throw new BuildError<SbomCode>(
    'RPMDB_MISSING',
    `the commit ${commit} has no package database: ${RPMDB_PATHS.join(', ')}`,
  );
}

async function readOsRelease(reader: CommitReader): Promise<string> {
  for (const path of ['usr/etc/os-release', 'usr/lib/os-release']) {
    const text = await reader.read(path, MAX_OS_RELEASE_BYTES);
    if (text !== undefined) return text.toString('utf8');
  }
  return '';
}

/** The version that `ostree` and `rpm-ostree status` show. */
function versionOf({ metadata }: Commit): string {
  const [, found] = metadata.find(([key]) => key === 'version') ?? [];
  return found?.codec.signature === string.signature ? String(found.value) : '';
}
