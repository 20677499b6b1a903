import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { RepoCode } from './errors.ts';

/** What a repository says of how objects are kept. */
export interface RepositoryConfig {
  readonly mode: 'archive' | 'bare-user';
  /** `archive.zlib-level`. */
  readonly zlibLevel: number | undefined;
  /** True when its refs belong to a collection. */
  readonly hasCollection: boolean;
  /** `core.tombstone-commits`. */
  readonly hasTombstones: boolean;
}

/** @throws ConfigError REPOSITORY_UNSUPPORTED */
export async function readRepositoryConfig(repoPath: string): Promise<RepositoryConfig> {
  const text = await readFile(join(repoPath, 'config'), 'utf8').catch((cause: unknown) => {
    throw new ConfigError<RepoCode>(
      'REPOSITORY_UNSUPPORTED',
      `${repoPath} is no OSTree repository: it has no config`,
      { cause, hint: `Make one: ostree init --mode=archive --repo=${repoPath}` },
    );
  });
  const mode = settingOf(text, 'core', 'mode');
  const level = Number(settingOf(text, 'archive', 'zlib-level'));
  return {
    mode: modeOf(mode, repoPath),
    zlibLevel: Number.isInteger(level) && level >= 1 && level <= 9 ? level : undefined,
    hasCollection: (settingOf(text, 'core', 'collection-id') ?? '') !== '',
    hasTombstones: settingOf(text, 'core', 'tombstone-commits') === 'true',
  };
}

function modeOf(mode: string | undefined, repoPath: string): RepositoryConfig['mode'] {
  // Its name of old is what is in the file.
  if (mode === 'archive' || mode === 'archive-z2') return 'archive';
  if (mode === 'bare-user') return 'bare-user';
  throw new ConfigError<RepoCode>(
    'REPOSITORY_UNSUPPORTED',
    `${repoPath} is a repository of mode ${mode ?? 'bare'}, expected archive or bare-user`,
    { hint: `Make another: ostree init --mode=archive --repo=…` },
  );
}

/** A value of a GKeyFile, without its escapes: no value that is asked for has any. */
function settingOf(text: string, group: string, key: string): string | undefined {
  let current = '';
  for (const line of text.split('\n')) {
    const header = /^\[(.*)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) current = header;
    const [, name, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (current === group && name === key) return value;
  }
  return undefined;
}
