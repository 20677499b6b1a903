import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { packageList } from '../ostree/commit-metadata.ts';
import { objectPath } from '../ostree/objects.ts';
import { CommitReader } from '../repo/commit-reader.ts';
import { type Accounts, mergeNamed, parseGroup, parsePasswd } from './accounts.ts';
import type { ComposeCode } from './errors.ts';
import { nevraOf } from './packages.ts';

/** More accounts than any tree has. */
const ACCOUNTS_LIMIT_BYTES = 16 * 1024 * 1024;

/** What a new commit takes over from the one before. */
export interface Previous {
  readonly accounts: Accounts;
  readonly version: string | undefined;
  /** Its packages, as `nevraOf` names them. */
  readonly packages: ReadonlySet<string>;
}

/**
 * Reads version, packages, users and groups of a commit in the repository; entries of /usr/etc win over
 * those of /usr/lib.
 *
 * @throws ConfigError PREVIOUS_MISSING when the commit is not there
 */
export async function readPrevious(repoPath: string, commit: string, log: Log): Promise<Previous> {
  await access(join(repoPath, objectPath(commit, 'commit'))).catch((cause: unknown) => {
    throw new ConfigError<ComposeCode>('PREVIOUS_MISSING', `${repoPath} has no commit ${commit}`, {
      cause,
    });
  });
  const reader = await CommitReader.open(repoPath, commit);
  const read = async (path: string): Promise<string> => {
    try {
      return (await reader.read(path, ACCOUNTS_LIMIT_BYTES))?.toString() ?? '';
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      log.warn(`The accounts of the commit before are not kept: ${error.message}`);
      return '';
    }
  };
  const passwd = async (path: string) => parsePasswd(await read(path), `${commit}:/${path}`);
  const group = async (path: string) => parseGroup(await read(path), `${commit}:/${path}`);
  const found = (key: string) => reader.commit.metadata.find(([name]) => name === key)?.[1];
  const version = found('version')?.value;
  const list = found('rpmostree.rpmdb.pkglist');
  // The signature says what the codec has read.
  const isList = list?.codec.signature === packageList.signature;
  const entries = isList ? (list?.value as ReturnType<typeof packageList.read>) : [];
  return {
    version: typeof version === 'string' ? version : undefined,
    packages: new Set(
      entries.map(([name, , version, release, arch]) => nevraOf({ name, version, release, arch })),
    ),
    accounts: {
      users: mergeNamed(await passwd('usr/etc/passwd'), await passwd('usr/lib/passwd')),
      groups: mergeNamed(await group('usr/etc/group'), await group('usr/lib/group')),
    },
  };
}
