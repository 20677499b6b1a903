import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { readTool, ToolError } from '../host/process.ts';
import { objectPath, parseCommit } from '../ostree/objects.ts';
import { type Accounts, mergeNamed, parseGroup, parsePasswd } from './accounts.ts';
import type { ComposeCode } from './errors.ts';

/** What a new commit takes over from the one before. */
export interface Previous {
  readonly accounts: Accounts;
  readonly version: string | undefined;
}

/**
 * Reads version, users and groups of a commit in the repository; entries of /usr/etc win over
 * those of /usr/lib.
 *
 * @throws ConfigError PREVIOUS_MISSING when the commit is not there
 */
export async function readPrevious(repoPath: string, commit: string, log: Log): Promise<Previous> {
  const object = await readFile(join(repoPath, objectPath(commit, 'commit'))).catch(
    (cause: unknown) => {
      throw new ConfigError<ComposeCode>(
        'PREVIOUS_MISSING',
        `${repoPath} has no commit ${commit}`,
        { cause },
      );
    },
  );
  const version = parseCommit(object).metadata.find(([key]) => key === 'version')?.[1].value;
  const cat = async (path: string): Promise<string> => {
    try {
      return await readTool(['ostree', `--repo=${repoPath}`, 'cat', commit, path], { log });
    } catch (error) {
      // The commit is there: a file that cannot be read is a file that does not exist.
      if (error instanceof ToolError) return '';
      throw error;
    }
  };
  const passwd = async (path: string) => parsePasswd(await cat(path), `${commit}:${path}`);
  const group = async (path: string) => parseGroup(await cat(path), `${commit}:${path}`);
  const [etcUsers, users, etcGroups, groups] = await Promise.all([
    passwd('/usr/etc/passwd'),
    passwd('/usr/lib/passwd'),
    group('/usr/etc/group'),
    group('/usr/lib/group'),
  ]);
  return {
    version: typeof version === 'string' ? version : undefined,
    accounts: { users: mergeNamed(etcUsers, users), groups: mergeNamed(etcGroups, groups) },
  };
}
