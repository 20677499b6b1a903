import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TreesmithError } from '../core/errors.ts';
import type { RepoDefinition } from '../rpm/repo-file.ts';
import { getKept, type RepositoryAccess } from './cached-get.ts';
import { remixError } from './errors.ts';

const MAX_KEY_BYTES = 1024 * 1024;
const ARMOUR = /-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*?-----END PGP PUBLIC KEY BLOCK-----/g;

/**
 * Returns the armoured OpenPGP blocks behind `gpgkey` of a repository: http, https and file URLs, or
 * paths, relative ones beside the `.repo` file. One file may hold several blocks.
 *
 * @throws ConfigError NO_KEY when it names none, BAD_KEY when one cannot be had or holds no key
 */
export async function readRepositoryKeys(
  repository: RepoDefinition,
  access: RepositoryAccess,
): Promise<string[]> {
  if (repository.gpgkey.length === 0) {
    throw remixError(
      'NO_KEY',
      `[${repository.id}] names no key, so nothing of it can be verified`,
      repository.place,
      'Add "gpgkey=" with the URL or path of its public key, or "gpgcheck=0" if nobody signs it.',
    );
  }
  const blocks: string[] = [];
  for (const key of repository.gpgkey) {
    const text = await readKey(key, repository, access);
    const found = text.match(ARMOUR) ?? [];
    if (found.length === 0) {
      const message = `[${repository.id}] gpgkey: ${key} has no armoured OpenPGP public key`;
      throw remixError('BAD_KEY', message, repository.place);
    }
    blocks.push(...found);
  }
  return blocks;
}

async function readKey(
  key: string,
  repository: RepoDefinition,
  access: RepositoryAccess,
): Promise<string> {
  const url = /^[a-z]+:/i.test(key)
    ? key
    : pathToFileURL(resolve(dirname(repository.place.file), key)).href;
  try {
    return (await getKept(access, url, MAX_KEY_BYTES)).toString('latin1');
  } catch (error) {
    if (!(error instanceof TreesmithError)) throw error;
    const message = `[${repository.id}] gpgkey: ${key} cannot be had: ${error.message}`;
    throw remixError('BAD_KEY', message, repository.place, error.hint);
  }
}
