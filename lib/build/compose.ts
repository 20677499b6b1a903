import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { publishCommit } from '../compose/commit.ts';
import type { ComposeOptions, ComposeResult, MadeCommit } from '../compose/compose.ts';
import { exportCommit } from '../compose/export.ts';
import { makeDeferred } from '../core/deferred.ts';
import { ConfigError } from '../core/errors.ts';
import { currentTimeline } from '../core/timeline.ts';
import type { Basearch } from '../host/architecture.ts';
import { isRoot } from '../host/privilege.ts';
import { findUnpacked } from '../host/unpacked-payloads.ts';
import { objectPath } from '../ostree/objects.ts';
import type { LockedArch, Lockfile } from '../remix/lockfile.ts';
import type { Treefile } from '../remix/treefile.ts';
import { readRef } from '../repo/refs.ts';
import type { GpgHome } from '../sign/gpg-home.ts';
import { currentLock } from './current-lock.ts';
import type { GlueCode } from './errors.ts';
import { fetchLocked } from './fetch.ts';
import { restoreKeptResults, saveKeptResults } from './kept-results.ts';
import { commitInputHash, composeRepo, sourceDateEpochOf } from './output-hashes.ts';
import { preloadStage, runAsRoot } from './privileged.ts';
import { readRecord, writeRecord } from './record.ts';
import { recordOutcome } from './result-file.ts';
import { assertToolsOf } from './stage-tools.ts';
import type { Workspace } from './workspace.ts';

/** A commit, made now or before. */
export interface ComposeOutcome {
  readonly basearch: Basearch;
  readonly ref: string;
  readonly commit: string;
  readonly version: string;
  readonly packages: number;
  /** `rpmostree.inputhash` of the commit. */
  readonly inputHash: string;
  /** True when the commit was there already. */
  readonly cached: boolean;
  /** Seconds of each phase; empty when cached. */
  readonly timings: Readonly<Record<string, number>>;
}

/** How to compose. */
export interface ComposeRunOptions {
  /** Compose twice and compare. */
  readonly check?: boolean;
  /** Who signs; nobody when undefined. */
  readonly signing: GpgHome | undefined;
  /** The lock, when the caller has it. */
  readonly lockfile?: Lockfile;
}

/** What the store remembers of a compose. */
type ComposeRecord = {
  readonly commit: string;
  readonly version: string;
  /** The commit whose ids were kept and whose version was counted on; composing again starts there, too. */
  readonly previous: string | null;
};

/**
 * Composes each architecture of the workspace, unless the store knows the commit of these inputs,
 * and makes the commits known, signed, in the output repository.
 *
 * @throws ConfigError LOCK_MISSING, LOCK_STALE, NO_REF; what fetching, composing and signing throw
 */
export async function runCompose(
  workspace: Workspace,
  options: ComposeRunOptions,
): Promise<ComposeOutcome[]> {
  await assertToolsOf('compose');
  const lockfile = options.lockfile ?? (await currentLock(workspace));
  const outcomes: ComposeOutcome[] = [];
  for (const [basearch, treefile] of workspace.treefiles) {
    if (!workspace.architectures.includes(basearch)) continue;
    const locked = lockedArch(lockfile, basearch, workspace);
    const stage = () => composeOne(workspace, treefile, locked, options);
    outcomes.push(await currentTimeline().span(`Compose ${basearch}`, { kind: 'phase' }, stage));
  }
  const { outDir, remix, repoPath: repo } = workspace;
  await recordOutcome(outDir, { remix: remix.name, repo, commits: outcomes });
  return outcomes;
}

/** Returns the packages of one architecture. Throws ConfigError ARCHITECTURE_NOT_LOCKED. */
export function lockedArch(
  lockfile: Lockfile,
  basearch: Basearch,
  workspace: Workspace,
): LockedArch {
  const locked = lockfile.arches.find(({ arch }) => arch === basearch);
  if (locked !== undefined) return locked;
  throw new ConfigError<GlueCode>(
    'ARCHITECTURE_NOT_LOCKED',
    `${workspace.remix.lockfile} has no packages for ${basearch}`,
    { hint: 'Run "treesmith lock".' },
  );
}

async function composeOne(
  workspace: Workspace,
  treefile: Treefile,
  locked: LockedArch,
  { check, signing }: ComposeRunOptions,
): Promise<ComposeOutcome> {
  const { store, remix, repoPath } = workspace;
  const { ref } = treefile;
  if (ref === undefined) {
    throw new ConfigError<GlueCode>('NO_REF', 'the treefile names no OSTree ref', {
      place: { file: treefile.path },
      hint: `Add for example "ref: ${remix.name}/1/\${basearch}/stable".`,
    });
  }
  const storeRepo = composeRepo(workspace);
  const sourceDateEpoch = sourceDateEpochOf(workspace, locked);
  const key = await commitInputHash(workspace, treefile, locked);
  const basearch = treefile.basearch;
  const common = { basearch, ref, packages: locked.packages.length, inputHash: key };
  const known = await readRecord<ComposeRecord>(store, 'compose', key);
  if (check !== true && known !== undefined && (await hasCommit(storeRepo, known.commit))) {
    const { commit, version } = known;
    await publish(workspace, storeRepo, { commit, isLinked: false }, ref, signing);
    return { ...common, commit, version, cached: true, timings: {} };
  }

  // Beside the packages. Composes that are compared begin with nothing of others.
  const restoring = check === true ? undefined : restoreKeptResults(workspace, treefile);
  preloadStage(check === true ? 'compose-check' : 'compose');
  const isEarly = check !== true && isRoot();
  // rpm is given these, which have digests of their own.
  const lastly = new Set(isEarly ? (await findUnpacked(store.unpacked)).keys() : []);
  const others = makeDeferred();
  const order = { lastly, onOthers: others.resolve };
  const fetching = fetchLocked(workspace, treefile, locked.packages, order);
  const verified = Promise.all([fetching, restoring]);
  const verifiedOthers = Promise.race([verified, Promise.all([others.promise, restoring])]);
  // They are awaited by who composes, whatever fails before.
  for (const promise of [verified, verifiedOthers]) promise.catch(() => undefined);
  // Another process cannot be told of it, and two composes may wait for it both.
  if (!isEarly) await verified;
  const latest = known === undefined ? await readRef(repoPath, ref) : known.previous;
  const previous =
    latest !== null && latest !== undefined && (await hasCommit(storeRepo, latest)) ? latest : null;
  let publishing: Promise<void> | undefined;
  // The record comes before the ref: without it the next compose would count on from what is published.
  const makeKnown = async ({ commit, version = '', isLinked }: MadeCommit) => {
    const record: ComposeRecord = { commit, version, previous };
    const ready = writeRecord(store, 'compose', key, record);
    // It is awaited here, whatever fails before.
    ready.catch(() => undefined);
    await publish(workspace, storeRepo, { commit, isLinked }, ref, signing, ready);
    await ready;
  };
  const composeOptions = {
    treefile,
    basearch,
    packages: locked.packages.map((package_) => ({
      path: store.rpm(package_.checksum.replace('sha256:', '')),
      locked: package_,
    })),
    ...(isEarly ? { verified, early: { verified: verifiedOthers, but: lastly } } : {}),
    repoPath: storeRepo,
    workDir: join(store.path, 'work', 'compose'),
    sourceDateEpoch,
    summary: false,
    keptPath: join(store.path, 'kept'),
    // What is not reproducible goes nowhere.
    ...(check === true ? {} : { linkedRepoPath: repoPath, unpackedPath: store.unpacked }),
    ...(remix.version === undefined ? {} : { version: remix.version }),
    ...(previous === null ? {} : { previousCommit: previous }),
    // While the tree is removed, unless another process does that.
    onCommitted: (made: MadeCommit) => {
      publishing = makeKnown(made);
      // It is awaited in the end, whatever fails before.
      publishing.catch(() => undefined);
    },
  };
  const result = await composeAsRoot(composeOptions, check === true, workspace).finally(
    () => publishing,
  );
  const { commit, version = '', timings, kept } = result;
  const saving = saveKeptResults(workspace, treefile, kept);
  await (publishing ?? makeKnown(result)).finally(() => saving);
  return { ...common, commit, version, cached: false, timings };
}

async function composeAsRoot(
  options: Omit<ComposeOptions, 'log'> & { readonly keptPath: string },
  check: boolean,
  workspace: Workspace,
): Promise<ComposeResult> {
  const linked = options.linkedRepoPath === undefined ? [] : [options.linkedRepoPath];
  const paths = [options.repoPath, options.workDir, options.keptPath];
  // A compose that fails leaves no repository to users; what it would lie in is ours.
  const folders = [...paths, ...linked.map((path) => dirname(path))];
  const leaves = { folders, outputs: [...paths, ...linked] };
  if (!check) return runAsRoot('compose', options, leaves, workspace);
  const { assertReproducible } = await import('../compose/check.ts');
  // What is not reproducible is not published.
  const { onCommitted: _, ...compared } = options;
  const checked = await runAsRoot('compose-check', compared, leaves, workspace);
  assertReproducible(checked);
  workspace.log.info(`Composed twice: both times commit ${checked.first.commit}`);
  return checked.first;
}

/** Brings the commit into the output repository and points the ref at it, signed when asked. */
async function publish(
  { repoPath, log }: Workspace,
  storeRepo: string,
  { commit, isLinked }: { readonly commit: string; readonly isLinked: boolean },
  ref: string,
  signing: GpgHome | undefined,
  ready?: Promise<unknown>,
): Promise<void> {
  const there = (await readRef(repoPath, ref)) === commit;
  const signed = await isFile(join(repoPath, objectPath(commit, 'commitmeta')));
  if (there && (signing === undefined || signed)) return;
  if (!isLinked) await exportCommit({ from: storeRepo, repoPath, commit, log });
  const gpg =
    signing === undefined ? {} : { gpg: { homedir: signing.homedir, keyId: signing.fingerprint } };
  await publishCommit({
    ...{ repoPath, commit, ref, log },
    ...gpg,
    ...(ready === undefined ? {} : { ready }),
  });
}

function hasCommit(repoPath: string, commit: string): Promise<boolean> {
  return isFile(join(repoPath, objectPath(commit, 'commit')));
}

async function isFile(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
