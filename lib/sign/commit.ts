import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { listRefs, type RefCommit } from '../host/ostree-refs.ts';
import { readTool, runTool, ToolError } from '../host/process.ts';
import { makeTempDir } from '../host/temp.ts';
import { signCommit, signSummary, updateSummary } from '../repo/signatures.ts';
import type { SignCode } from './errors.ts';
import { exportPublicKey, type GpgHome } from './gpg-home.ts';

/** A repository as a client sees it: it trusts one key. */
export interface Remote {
  /** `file:`, `http:` or `https:`. */
  readonly url: string;
  /** Armoured or binary. */
  readonly publicKeyPath: string;
  /** The summary must be signed, too. */
  readonly verifySummary: boolean;
}

/**
 * Signs every commit that a ref leads to and that this key has not signed, then the summary, unless
 * all of it is signed already. Returns the refs, and which of them got a signature.
 *
 * @throws BuildError SIGNING_FAILED, COMMIT_UNREADABLE
 */
export async function signRepository(
  repoPath: string,
  home: GpgHome,
  log: Log,
): Promise<(RefCommit & { signed: boolean })[]> {
  await using folder = await makeTempDir();
  const publicKeyPath = join(folder.path, 'key.asc');
  await writeFile(publicKeyPath, await exportPublicKey(home));
  const remote = { url: pathToFileURL(repoPath).href, publicKeyPath };
  const key = { homedir: home.homedir, keyId: home.fingerprint };
  const failed = (error: unknown) => {
    throw signingFailed(repoPath, error);
  };
  const outcomes: (RefCommit & { signed: boolean })[] = [];
  for (const { ref, commit } of await listRefs(repoPath)) {
    // Else there would be a second signature of the same key.
    const signed = !(await isVerified({ ...remote, verifySummary: false }, commit, log));
    if (signed) await signCommit(repoPath, commit, key, log).catch(failed);
    outcomes.push({ ref, commit, signed });
  }
  const [first] = outcomes;
  if (
    outcomes.some(({ signed }) => signed) ||
    (first !== undefined && !(await isVerified({ ...remote, verifySummary: true }, first.ref, log)))
  ) {
    await updateSummary(repoPath, log).catch(failed);
    await signSummary(repoPath, key, log).catch(failed);
  }
  return outcomes;
}

/**
 * Pulls the commits of `refs` as a client would, without their files, and returns what each ref
 * leads to. Every one must be signed by the key of the remote.
 *
 * @throws BuildError COMMIT_UNVERIFIED
 */
export async function verifyCommits(
  remote: Remote,
  refs: readonly string[],
  log: Log,
): Promise<RefCommit[]> {
  await using client = await openClient(remote, log);
  const verified: RefCommit[] = [];
  for (const ref of refs) {
    const repo = ['ostree', `--repo=${client.path}`];
    const argv = [...repo, 'pull', '--commit-metadata-only', 'origin', ref];
    await runTool(argv, { log }).catch((error: unknown) => {
      throw unverified(remote, ref, error);
    });
    const commit = await readTool([...repo, 'rev-parse', `origin:${ref}`]);
    verified.push({ ref, commit: commit.trim() });
  }
  return verified;
}

/**
 * Returns the refs that a repository's summary offers.
 *
 * @throws BuildError COMMIT_UNVERIFIED when the summary is not signed by the key of the remote
 */
export async function listRemoteRefs(remote: Remote, log: Log): Promise<string[]> {
  await using client = await openClient(remote, log);
  const argv = ['ostree', `--repo=${client.path}`, 'remote', 'refs', 'origin'];
  const printed = await readTool(argv, { log }).catch((error: unknown) => {
    throw unverified(remote, 'the summary', error);
  });
  return printed
    .split('\n')
    .flatMap((line) => (line.startsWith('origin:') ? [line.slice('origin:'.length)] : []))
    .sort();
}

async function isVerified(remote: Remote, ref: string, log: Log): Promise<boolean> {
  await using client = await openClient(remote, log);
  const argv = ['pull', '--commit-metadata-only', 'origin', ref];
  const { exitCode } = await runTool(['ostree', `--repo=${client.path}`, ...argv], {
    log,
    okExitCodes: [0, 1],
  });
  return exitCode === 0;
}

/** A throw-away repository whose remote `origin` trusts one key. */
async function openClient(
  { url, publicKeyPath, verifySummary }: Remote,
  log: Log,
): Promise<AsyncDisposable & { path: string }> {
  const folder = await makeTempDir();
  const repo = ['ostree', `--repo=${folder.path}`];
  try {
    await runTool([...repo, 'init', '--mode=archive'], { log });
    const verify = ['--set=gpg-verify=true', `--set=gpg-verify-summary=${verifySummary}`];
    const add = ['remote', 'add', ...verify, `--gpg-import=${publicKeyPath}`, 'origin', url];
    await runTool([...repo, ...add], { log });
    return folder;
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

function signingFailed(repoPath: string, cause: unknown): unknown {
  if (!(cause instanceof ToolError)) return cause;
  return new BuildError<SignCode>(
    'SIGNING_FAILED',
    `the repository ${repoPath} could not be signed: ${cause.stderr.trim()}`,
    { cause },
  );
}

function unverified({ url, publicKeyPath }: Remote, what: string, cause: unknown): unknown {
  if (!(cause instanceof ToolError)) return cause;
  return new BuildError<SignCode>(
    'COMMIT_UNVERIFIED',
    `${what} of ${url} is not signed by the key in ${publicKeyPath}, or is not there: ${cause.stderr.trim()}`,
    { cause },
  );
}
