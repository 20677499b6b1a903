import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { explainFileError } from '../host/errors.ts';
import { runTool, ToolError } from '../host/process.ts';
import { bytes, type Codec, serialise, string, typed } from '../ostree/gvariant.ts';
import { array, entry } from '../ostree/gvariant-containers.ts';
import { variant } from '../ostree/gvariant-type.ts';
import { objectPath } from '../ostree/objects.ts';
import { readObject, unreadable } from './read-object.ts';
import { replaceRepositoryFile } from './repository-file.ts';
import { makeSummary } from './summary.ts';

/** A key that signs. */
export interface SigningKey {
  /** GnuPG home that has the secret key. */
  readonly homedir: string;
  /** Fingerprint, key id or mail address. */
  readonly keyId: string;
}

/** Key of detached metadata and of `summary.sig`; source: libostree's ostree-core.h. */
const SIGNATURES_KEY = 'ostree.gpgsigs';

/** RSA of 4096 bits makes about 560 bytes. */
const MAX_SIGNATURE_BYTES = 64 * 1024;

/** `v`, kept as it is, whatever type it holds. */
const opaque: Codec<Uint8Array> = { ...bytes, signature: 'v', alignment: 8 };

/** `a{sv}`: detached metadata. */
const DETACHED = array(entry(string, opaque));

/** `aay`: OpenPGP signatures, binary, each of the whole. */
const SIGNATURES = array(bytes);

type Detached = readonly (readonly [string, Uint8Array])[];

/**
 * Adds a signature of the commit to its detached metadata (`.commitmeta`), as `ostree gpg-sign`
 * does; all else in there stays. A second signature of the same key is added, too.
 *
 * Differs from `ostree gpg-sign` (2022.7): metadata that is damaged is an error, not a crash; the
 * digest is SHA-512, where gpg takes what the key prefers; and one process is started, where gpgme
 * starts a dozen.
 *
 * @throws ToolError TOOL_FAILED when gpg does not sign; BuildError COMMIT_UNREADABLE, DISK_FULL
 */
export async function signCommit(
  repoPath: string,
  commit: string,
  key: SigningKey,
  log: Log,
): Promise<void> {
  const object = await readObject(repoPath, commit, 'commit');
  const path = objectPath(commit, 'commitmeta');
  const before = await readDetached(join(repoPath, path));
  const signatures = signaturesOf(before, join(repoPath, path));
  const made = await sign(object, key, log);
  const after = withSignatures(before, [...signatures, made]);
  await replaceRepositoryFile(repoPath, path, serialise(DETACHED, after));
}

/**
 * Renews the summary, unsigned. The old signature goes first: ostree (2022.7) removes it when the
 * new summary is there, and who reads between would find a signature that is wrong.
 *
 * @throws ToolError TOOL_FAILED when ostree has to write it, and does not; BuildError DISK_FULL;
 * ConfigError REPOSITORY_UNSUPPORTED, OUTPUT_READ_ONLY
 */
export async function updateSummary(repoPath: string, log: Log, made?: Uint8Array): Promise<void> {
  const path = join(repoPath, 'summary.sig');
  await rm(path, { force: true }).catch((error: unknown) => {
    throw explainFileError(error, path);
  });
  const object = made ?? (await makeSummary(repoPath))?.object;
  if (object !== undefined) await replaceRepositoryFile(repoPath, 'summary', object);
  else await runTool(['ostree', `--repo=${repoPath}`, 'summary', '--update'], { log });
}

/**
 * Signs the summary, as `ostree summary --gpg-sign` does: the signature is the only one in
 * `summary.sig` then.
 *
 * @throws ToolError TOOL_FAILED when gpg does not sign; BuildError DISK_FULL; errors of node:fs
 * when there is no summary
 */
export async function signSummary(
  repoPath: string,
  key: SigningKey,
  log: Log,
  made?: Uint8Array,
): Promise<void> {
  const signature = made ?? (await sign(await readFile(join(repoPath, 'summary')), key, log));
  await replaceRepositoryFile(
    repoPath,
    'summary.sig',
    serialise(DETACHED, withSignatures([], [signature])),
  );
}

async function readDetached(path: string): Promise<Detached> {
  try {
    return DETACHED.read(await readFile(path));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw damaged(path, cause);
  }
}

function signaturesOf(metadata: Detached, path: string): readonly Uint8Array[] {
  const found = metadata.find(([name]) => name === SIGNATURES_KEY)?.[1];
  if (found === undefined) return [];
  try {
    const { codec, value } = variant.read(found);
    // What a codec has read is of its type.
    if (codec.signature === SIGNATURES.signature) return value as readonly Uint8Array[];
  } catch (cause) {
    throw damaged(path, cause);
  }
  throw damaged(path, `${SIGNATURES_KEY} is not ${SIGNATURES.signature}`);
}

function withSignatures(metadata: Detached, signatures: readonly Uint8Array[]): Detached {
  const added = [SIGNATURES_KEY, serialise(variant, typed(SIGNATURES, signatures))] as const;
  const at = metadata.findIndex(([name]) => name === SIGNATURES_KEY);
  return at < 0 ? [...metadata, added] : metadata.with(at, added);
}

/** Returns a binary, detached OpenPGP signature. Throws ToolError. */
export async function sign(content: Uint8Array, key: SigningKey, log: Log): Promise<Uint8Array> {
  const argv = [
    ...['gpg', '--homedir', key.homedir, '--batch', '--no-tty', '--local-user', key.keyId],
    // gpg.conf may say `armor`.
    ...['--digest-algo', 'SHA512', '--no-armor', '--detach-sign', '--output', '-'],
  ];
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const { exitCode } = await runTool(argv, {
    log,
    input: content,
    onStdout: (chunk) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= MAX_SIGNATURE_BYTES) chunks.push(chunk);
    },
  });
  if (sizeBytes > 0 && sizeBytes <= MAX_SIGNATURE_BYTES) return Buffer.concat(chunks);
  const why = `expected a signature of at most ${MAX_SIGNATURE_BYTES} bytes, gpg printed ${sizeBytes}`;
  throw new ToolError(argv, exitCode, why);
}

function damaged(path: string, cause: unknown): BuildError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return unreadable(`its detached metadata ${path}: ${why}`, cause);
}
