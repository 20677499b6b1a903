import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { reportOf } from '../build/build-report.ts';
import { type RunPart, recordOutcome } from '../build/result-file.ts';
import { withImportedKey } from '../build/signing-key.ts';
import { writingTimeline } from '../build/timeline-file.ts';
import { openWorkspace, type Workspace } from '../build/workspace.ts';
import { ConfigError } from '../core/errors.ts';
import { readSourceDateEpoch } from '../host/source-date-epoch.ts';
import { withFormat } from '../remix/format-images.ts';
import type { Lockfile } from '../remix/lockfile.ts';
import type { ReportedDecision } from '../report/report.ts';
import { renderSummary } from '../report/summary.ts';
import type { GpgHome } from '../sign/gpg-home.ts';
import type { ActionPorts, ActionResult } from './action.ts';
import { openBuildCache } from './cache/open.ts';
import { withLogin } from './cache/registry-login.ts';
import type { RunnerCode } from './errors.ts';
import type { ImageInputs, RemixInputs, SigningInputs } from './remix-inputs.ts';

/** What an action made of a remix: its outputs, and what its summary tells. */
export interface RemixResult {
  readonly outputs: Readonly<Record<string, string>>;
  readonly part?: Omit<RunPart, 'remix' | 'timeline'>;
  /** Its packages are listed. */
  readonly lockfile?: Lockfile;
  readonly decisions?: readonly ReportedDecision[];
}

/**
 * Runs `body` on the remix that the inputs name, with what earlier runs have cached, and adds the
 * outputs `cache-hit-bytes`, `downloaded-bytes` and `saved-bytes`. Writes the timeline that the inputs ask for.
 *
 * @throws what `openWorkspace` and `body` throw; the cache never fails a run
 */
export async function withWorkspace(
  inputs: RemixInputs,
  ports: ActionPorts,
  body: (workspace: Workspace) => Promise<RemixResult>,
): Promise<ActionResult> {
  const { log, entry } = ports;
  const { remixPath, outDir, basearch, repoVars } = inputs;
  const workspace = await openWorkspace(
    {
      remixPath,
      outDir,
      storePath: storePath(inputs, ports),
      ...(basearch === undefined ? {} : { basearch }),
      repoVars,
      entry,
      offline: false,
      ...readSourceDateEpoch(),
    },
    log,
  );
  const { timelinePath: path } = inputs;
  if (path === undefined) return runOn(workspace, inputs, ports, body);
  const title = `${ports.name} of ${workspace.remix.name}`;
  return writingTimeline({ path, title, log }, ports.recorder, () =>
    runOn(workspace, inputs, ports, body),
  );
}

async function runOn(
  workspace: Workspace,
  inputs: RemixInputs,
  { log, context, recorder }: ActionPorts,
  body: (workspace: Workspace) => Promise<RemixResult>,
): Promise<ActionResult> {
  const { outDir, cacheRegistry } = inputs;
  await using cache = await openBuildCache({
    mode: inputs.cache,
    registry: cacheRegistry && withLogin(cacheRegistry, context.serverUrl),
    store: workspace.store,
    remix: workspace.remix.name,
    maxBytes: inputs.cacheSizeBytes,
    run: { id: context.runId, attempt: context.runAttempt },
    log,
  });
  const { outputs, part, lockfile, decisions } = await body({ ...workspace, cache });
  const { cacheHitBytes: hitBytes, savedBytes } = cache.counts;
  const downloadedBytes = workspace.http.receivedBytes;
  const { timeline } = log;
  const remix = workspace.remix.name;
  if (part !== undefined) await recordOutcome(outDir, { remix, ...part, timeline });
  const report = reportOf(
    { remix, ...part, timeline },
    {
      outDir,
      recorded: recorder.snapshot(),
      ...(lockfile === undefined ? {} : { lockfile }),
      ...(decisions === undefined ? {} : { decisions }),
      ...(inputs.cache === 'none' ? {} : { cache: { hitBytes, downloadedBytes, savedBytes } }),
    },
  );
  return {
    outputs: {
      ...outputs,
      'cache-hit-bytes': String(hitBytes),
      'downloaded-bytes': String(downloadedBytes),
      'saved-bytes': String(savedBytes),
    },
    summary: renderSummary(report),
  };
}

/**
 * Runs `body` with the key of the inputs, or with none when the remix asks for none or the caller
 * wants it so.
 *
 * @throws ConfigError INPUT_MISSING when remix.yaml names a key that was not given; what importing throws
 */
export async function withSigning<T>(
  { gpgPrivateKey, gpgPassphrase, unsigned }: SigningInputs,
  { remix }: Workspace,
  body: (key: GpgHome | undefined) => Promise<T>,
): Promise<T> {
  const wanted = remix.sign?.gpgKey;
  if (unsigned) return body(undefined);
  if (gpgPrivateKey !== undefined) {
    return withImportedKey(gpgPrivateKey, gpgPassphrase, wanted, body);
  }
  if (wanted === undefined) return body(undefined);
  throw new ConfigError<RunnerCode>(
    'INPUT_MISSING',
    `remix.yaml asks for signatures by ${wanted}, and gpg-private-key is empty`,
    {
      place: { file: remix.path },
      hint: 'Give the secret, or "unsigned: true" where there is none, as for pull requests from forks.',
    },
  );
}

/** What one job needs goes with it; what shall stay lies where the command line has it, too. */
function storePath({ storePath: given, cache }: RemixInputs, { context }: ActionPorts): string {
  if (given !== undefined) return resolve(context.workspace, given);
  if (cache === 'local') return join(homedir(), '.cache', 'treesmith');
  return join(context.tempDir, 'treesmith', 'store');
}

/** Returns the workspace with the images of the wanted format alone. */
export function ofFormat(workspace: Workspace, { format }: ImageInputs): Workspace {
  return format === 'any'
    ? workspace
    : { ...workspace, remix: withFormat(workspace.remix, format) };
}
