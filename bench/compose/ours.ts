import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComposeOutcome } from '../../lib/build/compose.ts';
import { readTool } from '../../lib/host/process.ts';
import type { Ground } from './ground.ts';

const DIST = process.env['BENCH_DIST'] ?? join(import.meta.dirname, '..', '..', 'dist');
/** What users run: bundled, a process of its own. */
export const TREESMITH = join(DIST, 'treesmith.mjs');

/** Which remix, and where its store and results are. */
export interface OursOptions {
  /** Has remix.yaml. */
  readonly remix: string;
  readonly store: string;
  readonly out: string;
  /** Put before our command line: `['taskset', '-c', '0']`. */
  readonly prefix?: readonly string[];
}

/** Locks the remix, with what the mirror serves now. */
export async function runLock(ground: Ground, options: OursOptions): Promise<void> {
  await readTool([process.execPath, TREESMITH, 'lock', ...commonArgv(ground, options)]);
}

/** Composes into a signed commit of an archive repository. */
export async function runCompose(
  ground: Ground,
  options: OursOptions & { readonly offline?: boolean },
): Promise<ComposeOutcome> {
  const argv = await composeArgv(ground, options);
  const { commits } = JSON.parse(await readTool(argv, { env: temporary(options) })) as {
    commits: ComposeOutcome[];
  };
  const [made] = commits;
  if (made === undefined) throw new Error('the compose made no commit');
  return made;
}

/** Returns the command line of `runCompose`, for who wants to watch the process. */
export async function composeArgv(
  ground: Ground,
  options: OursOptions & { readonly offline?: boolean },
): Promise<string[]> {
  await mkdir(join(options.out, 'tmp'), { recursive: true });
  const { homedir, keyId } = ground.signing;
  return [
    ...(options.prefix ?? []),
    ...[process.execPath, TREESMITH, 'compose', ...commonArgv(ground, options), '--json'],
    ...['--gpg-homedir', homedir, '--gpg-key', keyId],
    ...(options.offline === false ? [] : ['--offline']),
  ];
}

/** Environment of `composeArgv`: a folder of its own for temporary files, so that they are counted. */
export function temporary({ out }: OursOptions): { TMPDIR: string } {
  return { TMPDIR: join(out, 'tmp') };
}

function commonArgv({ mirror }: Ground, { remix, store, out }: OursOptions): string[] {
  const places = ['--remix', join(remix, 'remix.yaml'), '--store', store, '--out', out];
  return [...places, '--repo-var', `anvil_mirror=${mirror}`];
}
