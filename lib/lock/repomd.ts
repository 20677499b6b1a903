import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../core/digest.ts';
import { TreesmithError } from '../core/errors.ts';
import { redactUrl } from '../host/http.ts';
import { keep, type RepositoryAccess } from '../remix/cached-get.ts';
import type { RepoDefinition } from '../remix/repositories.ts';
import { readRepositoryKeys } from '../remix/repository-keys.ts';
import { type Mirrors, readMirrors } from '../remix/repository-mirrors.ts';
import { parseRepomd, type Repomd } from '../rpm/repomd.ts';
import { lockBuildError, lockConfigError } from './errors.ts';
import { parseKeyring, verifyDetached } from './openpgp.ts';

const MAX_REPOMD_BYTES = 4 * 1024 * 1024;
const MAX_SIGNATURE_BYTES = 64 * 1024;
const PATH = 'repodata/repomd.xml';

/** What a repository says of itself today. */
export interface RepositoryState {
  readonly repomd: Repomd;
  /** Of repomd.xml, lower-case hex. */
  readonly sha256: string;
  /** Mirrors, the one that gave repomd.xml first. */
  readonly baseUrls: readonly string[];
}

/**
 * Fetches repomd.xml from the first mirror that has a good one: with a checksum that the metalink
 * names, and with `repo_gpgcheck` signed by a key of the repository. Offline it is the last good one.
 *
 * @throws BuildError REPOSITORY_UNAVAILABLE, REPOMD_BAD_SIGNATURE, REPOMD_MISMATCH;
 *   ConfigError REPOMD_UNSIGNED, NOT_CACHED, NO_KEY, BAD_KEY
 */
export async function fetchRepomd(
  repository: RepoDefinition,
  access: RepositoryAccess,
): Promise<RepositoryState> {
  const kept = keptPath(repository, access);
  if (access.offline) return readKept(repository, kept);
  const mirrors = await readMirrors(repository, access).catch((error: unknown) => {
    if (!(error instanceof TreesmithError)) throw error;
    throw unavailable(repository, [error.message]);
  });
  const failures: TreesmithError[] = [];
  for (const base of mirrors.baseUrls) {
    try {
      const bytes = await fetchFrom(base, repository, mirrors, access);
      const others = mirrors.baseUrls.filter((url) => url !== base);
      const state = { baseUrls: [base, ...others], bytes: bytes.toString('base64') };
      const parsed = stateOf(state);
      await keep(kept, Buffer.from(JSON.stringify(state)));
      return parsed;
    } catch (error) {
      // No other mirror mends what the .repo file says of keys.
      if (!(error instanceof TreesmithError) || /^(NO|BAD)_KEY$/.test(error.code)) throw error;
      failures.push(error);
    }
  }
  // One that answered wrongly says more than those that did not answer.
  const telling = failures.find(({ code }) => code.startsWith('REPOMD_'));
  if (telling !== undefined && failures.length === 1) throw telling;
  throw unavailable(
    repository,
    failures.map(({ message }) => message),
  );
}

async function fetchFrom(
  base: string,
  repository: RepoDefinition,
  { repomdChecksums }: Mirrors,
  access: RepositoryAccess,
): Promise<Buffer> {
  const url = `${base}${PATH}`;
  const bytes = await access.http.getBytes(url, { limitBytes: MAX_REPOMD_BYTES, attempts: 2 });
  const matches = repomdChecksums?.some(
    ({ type, hex }) => createHash(type).update(bytes).digest('hex') === hex,
  );
  if (matches === false) {
    const message = `[${repository.id}] ${redactUrl(url)} is not the file that the metalink names`;
    throw lockBuildError('REPOMD_MISMATCH', message);
  }
  if (repository.repoGpgcheck) await assertSigned(bytes, url, repository, access);
  return bytes;
}

async function assertSigned(
  bytes: Buffer,
  url: string,
  repository: RepoDefinition,
  access: RepositoryAccess,
): Promise<void> {
  const signature = await access.http
    .getBytes(`${url}.asc`, { limitBytes: MAX_SIGNATURE_BYTES, attempts: 2 })
    .catch((error: unknown) => {
      const message = `[${repository.id}] repomd.xml has no signature, and repo_gpgcheck asks for one`;
      throw lockConfigError('REPOMD_UNSIGNED', message, {
        place: repository.place,
        cause: error,
        hint: 'Set repo_gpgcheck=0 if the repository signs its packages only.',
      });
    });
  const blocks = await readRepositoryKeys(repository, access);
  const broken: string[] = [];
  const keyring = await parseKeyring(blocks, (reason) => broken.push(reason));
  const verdict = await verifyDetached(bytes, signature.toString('latin1'), keyring);
  if ('signer' in verdict) return;
  const reasons = [verdict.reason, ...broken.map((reason) => `a key is unusable: ${reason}`)];
  throw lockBuildError(
    'REPOMD_BAD_SIGNATURE',
    `[${repository.id}] the signature of repomd.xml is not good: ${reasons.join('; ')}`,
    { place: repository.place, hint: 'Look at gpgkey=, and at who runs the repository.' },
  );
}

function keptPath(repository: RepoDefinition, { store }: RepositoryAccess): string {
  const { id, baseurl, mirrorlist = '', metalink = '', repoGpgcheck, gpgkey } = repository;
  // What was verified under other keys must not pass for verified under these.
  const trust = repoGpgcheck ? gpgkey : [];
  const key = JSON.stringify([id, baseurl, mirrorlist, metalink, repoGpgcheck, trust]);
  return join(store.path, 'repositories', sha256(key));
}

async function readKept(repository: RepoDefinition, path: string): Promise<RepositoryState> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw lockConfigError('NOT_CACHED', `[${repository.id}] was never read before`, {
      place: repository.place,
      hint: 'Run once without --offline.',
    });
  });
  return stateOf(JSON.parse(text) as KeptState);
}

interface KeptState {
  readonly baseUrls: readonly string[];
  /** repomd.xml in base64. */
  readonly bytes: string;
}

function stateOf({ baseUrls, bytes }: KeptState): RepositoryState {
  const raw = Buffer.from(bytes, 'base64');
  return { repomd: parseRepomd(raw.toString('utf8')), sha256: sha256(raw), baseUrls };
}

function unavailable(repository: RepoDefinition, reasons: readonly string[]) {
  const message = [`[${repository.id}] no mirror has a good repomd.xml`, ...reasons].join('\n  ');
  return lockBuildError('REPOSITORY_UNAVAILABLE', message, {
    place: repository.place,
    hint: 'Look at baseurl, mirrorlist or metalink, and at the network; --offline uses what an earlier run has kept.',
  });
}
