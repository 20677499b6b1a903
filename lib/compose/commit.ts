import { isDeepStrictEqual } from 'node:util';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { runTool, ToolError } from '../host/process.ts';
import { formatCommit, type Metadata } from '../ostree/objects.ts';
import type { CommittedTree, LateFile, ObjectWriter } from '../repo/object-writer.ts';
import { readBranches, writeRef } from '../repo/refs.ts';
import {
  type SigningKey,
  sign,
  signCommit,
  signSummary,
  updateSummary,
} from '../repo/signatures.ts';
import { makeSummary } from '../repo/summary.ts';
import type { DelayedSync } from './delayed-sync.ts';
import type { ComposeCode } from './errors.ts';
import type { Tree } from './tree.ts';

/** What to commit, and where. */
export interface CommitOptions {
  readonly tree: Tree;
  /** Called when the tree is needed no more; awaited before anything is synced. */
  readonly onStored?: () => Promise<void> | undefined;
  /** Called when the commit is in the repository; awaited. `sync` syncs its file system, once. */
  readonly onCommit?: (commit: string, sync: () => Promise<void>) => Promise<void>;
  /** Of an archive repository. */
  readonly writer: ObjectWriter;
  readonly metadata: Metadata;
  readonly parent?: string;
  /** True labels files by the policy in the tree. */
  readonly selinux: boolean;
  /** Of the repository. */
  readonly delayedSync: Promise<DelayedSync>;
  /** A file of the tree that is still being made. */
  readonly late?: LateFile;
  readonly sourceDateEpoch: number;
  readonly log: Log;
}

/** A commit, and what became of the files in it. */
export interface CommittedContents extends Pick<CommittedTree, 'contents'> {
  readonly commit: string;
}

/**
 * Commits the tree and returns the checksum, which is that of `ostree commit`. The commit is in
 * the archive repository then, whole and synced, but no ref leads to it.
 *
 * @throws BuildError with a RepoCode; ConfigError REPOSITORY_UNSUPPORTED
 */
export async function commitTree(options: CommitOptions): Promise<CommittedContents> {
  const { tree, selinux, writer, late } = options;
  const { sync } = await options.delayedSync;
  let leaving: Promise<void> | undefined;
  const { rootTree, rootMeta, contents } = await writer.commitTree(tree.path, {
    selinux,
    ...(late === undefined ? {} : { late }),
    onStored: () => {
      leaving = options.onStored?.();
    },
  });
  await leaving;
  const commit = await writer.writeCommit(
    formatCommit({
      metadata: options.metadata,
      parent: options.parent,
      subject: '',
      body: '',
      timestampSeconds: options.sourceDateEpoch,
      rootTree,
      rootMeta,
    }),
  );
  await options.onCommit?.(commit, sync);
  await sync();
  return { commit, contents };
}

/** How to make a commit known. */
export interface PublishOptions {
  readonly repoPath: string;
  readonly commit: string;
  readonly ref: string;
  readonly gpg?: SigningKey;
  /** False leaves the summary as it is: nobody reads the repository from elsewhere. */
  readonly summary?: boolean;
  /** Awaited before the ref is set, while gpg signs. */
  readonly ready?: Promise<unknown>;
  readonly log: Log;
}

/**
 * Signs the commit, then points the ref at it, then renews the summary (signed too). Whoever reads
 * the repository meanwhile sees the old commit or the new one, signed.
 *
 * @throws BuildError SIGN_FAILED, COMMIT_FAILED, COMMIT_UNREADABLE
 */
export async function publishCommit({
  repoPath,
  commit,
  ref,
  gpg,
  summary = true,
  ready,
  log,
}: PublishOptions): Promise<void> {
  const repository = { repoPath, log, ...(gpg === undefined ? {} : { gpg }) };
  try {
    const made = summary ? await makeSummary(repoPath, new Map([[ref, commit]])) : undefined;
    // Both at once.
    const signing =
      made === undefined || gpg === undefined ? undefined : sign(made.object, gpg, log);
    // It is awaited in the end, whatever fails before.
    signing?.catch(() => undefined);
    if (gpg !== undefined) {
      await signCommit(repoPath, commit, gpg, log)
        .catch((error: unknown) => {
          throw signFailed(`commit ${commit}`, gpg, error);
        })
        .finally(() => signing?.catch(() => undefined));
    }
    await ready;
    await writeRef(repoPath, ref, commit);
    if (!summary) return;
    await renewSummary(repository, made?.object, signing);
    // Somebody else may have set another branch meanwhile.
    const now = await readBranches(repoPath);
    if (made !== undefined && !isDeepStrictEqual(now, made.branches))
      await renewSummary(repository);
  } finally {
    // gpg starts an agent that would outlive us.
    if (gpg !== undefined) await stopAgent(gpg.homedir, log);
  }
}

async function renewSummary(
  { repoPath, gpg, log }: Pick<PublishOptions, 'repoPath' | 'gpg' | 'log'>,
  made?: Uint8Array,
  signing?: Promise<Uint8Array>,
): Promise<void> {
  await updateSummary(repoPath, log, made).catch((error: unknown) => {
    throw summaryFailed(error);
  });
  if (gpg === undefined) return;
  const signed = async () => signSummary(repoPath, gpg, log, await signing);
  await signed().catch((error: unknown) => {
    throw signFailed('the summary', gpg, error);
  });
}

async function stopAgent(homedir: string, log: Log): Promise<void> {
  await runTool(['gpgconf', '--homedir', homedir, '--kill', 'gpg-agent'], {
    log,
    okExitCodes: [0, 1, 2],
  });
}

function signFailed(what: string, { homedir, keyId }: SigningKey, cause: unknown): unknown {
  if (!(cause instanceof ToolError)) return cause;
  return new BuildError<ComposeCode>(
    'SIGN_FAILED',
    `${what} could not be signed with key ${keyId}: ${cause.stderr.trim()}`,
    { cause, hint: `See which keys there are: gpg --homedir ${homedir} --list-secret-keys` },
  );
}

function summaryFailed(cause: unknown): unknown {
  if (!(cause instanceof ToolError)) return cause;
  return new BuildError<ComposeCode>('COMMIT_FAILED', `ostree summary: ${cause.stderr.trim()}`, {
    cause,
  });
}
