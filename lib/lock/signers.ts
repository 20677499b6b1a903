import { open } from 'node:fs/promises';
import pLimit from 'p-limit';
import { TreesmithError } from '../core/errors.ts';
import { groupBy } from '../core/group-by.ts';
import type { Log } from '../core/log.ts';
import type { RepositoryAccess } from '../remix/cached-get.ts';
import type { LockedPackage } from '../remix/lockfile.ts';
import { readRepositoryKeys } from '../remix/repository-keys.ts';
import { formatEvr } from '../rpm/evr.ts';
import { type PackageFacts, parsePackageFacts } from '../rpm/package-facts.ts';
import { lockBuildError } from './errors.ts';
import { type Keyring, parseKeyring, verifyDetached } from './openpgp.ts';
import { locationUrls } from './package-url.ts';
import { type Candidate, nevraOf, type PoolRepository } from './pool.ts';

const PARALLEL = 16;
/** The largest header that is known, of a kernel-doc package, has 11 MB. */
const MAX_HEADER_BYTES = 64 * 1024 * 1024;
/** Enough for most headers, where primary.xml does not say. */
const GUESSED_HEADER_BYTES = 256 * 1024;

/**
 * Returns who signed the header of each package of a repository with `gpgcheck`, by package. Only
 * the first bytes of each RPM are fetched. What `previous` has with the same checksum and a key that
 * the repository still names is not looked at again.
 *
 * @throws BuildError HEADER_UNAVAILABLE, HEADER_MISMATCH, PACKAGE_UNSIGNED, PACKAGE_BAD_SIGNATURE;
 *   ConfigError NO_KEY, BAD_KEY
 */
export async function verifySigners(
  chosen: readonly Candidate[],
  previous: ReadonlyMap<string, LockedPackage>,
  access: RepositoryAccess & { readonly log: Log },
): Promise<Map<Candidate, string>> {
  const signers = new Map<Candidate, string>();
  const unverified: { candidate: Candidate; keyring: Keyring }[] = [];
  for (const [repository, candidates] of groupBy(chosen, (found) => found.repository)) {
    if (!repository.definition.gpgcheck) continue;
    const keyring = await keyringOf(repository, access);
    for (const candidate of candidates) {
      const signer = previous.get(candidate.checksum)?.signer;
      if (signer !== undefined && keyring.fingerprints.has(signer)) signers.set(candidate, signer);
      else unverified.push({ candidate, keyring });
    }
  }
  if (unverified.length === 0) return signers;
  const progress = access.log.progress('Check signatures', unverified.length, 'packages');
  const limit = pLimit(PARALLEL);
  try {
    await Promise.all(
      unverified.map(({ candidate, keyring }) =>
        limit(async () => {
          signers.set(candidate, await verifySigner(candidate, keyring, access));
          progress.advance(1);
        }),
      ),
    );
  } finally {
    limit.clearQueue();
    progress.done();
  }
  return signers;
}

async function keyringOf(
  { definition }: PoolRepository,
  access: RepositoryAccess & { readonly log: Log },
): Promise<Keyring> {
  const blocks = await readRepositoryKeys(definition, access);
  return parseKeyring(blocks, (reason) => {
    access.log.warn(`[${definition.id}] a key of gpgkey is unusable: ${reason}`, definition.place);
  });
}

async function verifySigner(
  candidate: Candidate,
  keyring: Keyring,
  access: RepositoryAccess,
): Promise<string> {
  const bytes = await readHeaderBytes(candidate, access);
  const facts = parsePackageFacts(bytes);
  assertSame(candidate, facts);
  const { id, place } = candidate.repository.definition;
  const what = `[${id}] ${nevraOf(candidate)}`;
  if (facts.headerSignatures.length === 0) {
    throw lockBuildError('PACKAGE_UNSIGNED', `${what} is not signed`, {
      place,
      hint: 'gpgcheck=0 accepts the unsigned packages of this repository.',
    });
  }
  const header = bytes.subarray(facts.spans.header.start, facts.spans.header.end);
  const reasons: string[] = [];
  for (const signature of facts.headerSignatures) {
    const verdict = await verifyDetached(header, signature, keyring);
    if ('signer' in verdict) return verdict.signer;
    reasons.push(verdict.reason);
  }
  throw lockBuildError(
    'PACKAGE_BAD_SIGNATURE',
    `${what} is not signed by a key that the repository names: ${reasons.join('; ')}`,
    { place, hint: `Its gpgkey= has ${[...keyring.fingerprints].join(', ') || 'no usable key'}.` },
  );
}

/** Metadata that names one package and serves another would put its signature on the wrong one. */
function assertSame(candidate: Candidate, facts: PackageFacts): void {
  const found = `${facts.name}-${formatEvr(facts)}.${facts.arch}`;
  if (found === nevraOf(candidate)) return;
  const { id, place } = candidate.repository.definition;
  throw lockBuildError(
    'HEADER_MISMATCH',
    `[${id}] primary.xml says ${nevraOf(candidate)}, the package at ${candidate.href} says ${found}`,
    { place },
  );
}

/** Returns the file's bytes up to the end of its header, from the store or the first mirror that has them. */
async function readHeaderBytes(candidate: Candidate, access: RepositoryAccess): Promise<Buffer> {
  const { checksum, headerEnd, repository } = candidate;
  const sizeBytes = headerEnd > 0 ? headerEnd : Math.min(GUESSED_HEADER_BYTES, candidate.sizeBytes);
  const kept = await readStart(access.store.rpm(checksum.replace(/^sha256:/, '')), sizeBytes);
  if (kept !== undefined) return kept;
  const { id, place } = repository.definition;
  const reasons: string[] = [];
  if (sizeBytes > MAX_HEADER_BYTES) {
    reasons.push(`primary.xml gives it a header of ${sizeBytes} bytes`);
  } else if (access.offline) reasons.push('nothing may be fetched');
  else {
    const urls = locationUrls(candidate, repository.state.baseUrls);
    // A body that breaks off is worth another try, and a single mirror has no next one.
    for (const url of [...urls, ...urls.slice(0, 1)]) {
      try {
        return await fetchStart(url, sizeBytes, access);
      } catch (error) {
        if (!(error instanceof TreesmithError)) throw error;
        reasons.push(error.message);
      }
    }
  }
  const message = `[${id}] the header of ${nevraOf(candidate)} cannot be had`;
  throw lockBuildError('HEADER_UNAVAILABLE', [message, ...new Set(reasons)].join('\n  '), {
    place,
  });
}

async function fetchStart(
  url: string,
  sizeBytes: number,
  { http }: RepositoryAccess,
): Promise<Buffer> {
  const { body } = await http.get(url, { range: { start: 0, end: sizeBytes - 1 }, attempts: 3 });
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    received += chunk.length;
    // A server that does not know ranges sends the whole package.
    if (received >= sizeBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, sizeBytes);
}

async function readStart(path: string, sizeBytes: number): Promise<Buffer | undefined> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const bytes = Buffer.alloc(Math.min(sizeBytes, MAX_HEADER_BYTES));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
