import { once } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import { checkCompose } from '../compose/check.ts';
import { composeTree } from '../compose/compose.ts';
import { BuildError, ConfigError, type Place, TreesmithError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { buildImage } from '../disk/image.ts';
import { asRoot, isRoot } from '../host/privilege.ts';
import { runTool, startTool } from '../host/process.ts';
import type { GlueCode } from './errors.ts';

/**
 * The stages that need root, for file ownership and chroot. But for the log, their options and
 * results are plain JSON.
 */
const ROOT_STAGES = { compose: composeTree, 'compose-check': checkCompose, image: buildImage };

type RootStage = keyof typeof ROOT_STAGES;
type OptionsOf<S extends RootStage> = Omit<Parameters<(typeof ROOT_STAGES)[S]>[0], 'log'>;
type ResultOf<S extends RootStage> = Awaited<ReturnType<(typeof ROOT_STAGES)[S]>>;

/** What the process under sudo answers on its standard output. */
type Answer =
  | { readonly result: unknown }
  | {
      readonly code: string;
      readonly message: string;
      readonly mendable: boolean;
      readonly place: Place | undefined;
      readonly hint: string | undefined;
    };

/**
 * Runs a stage as root: here when we are, else in a process of our own under `sudo -n`, which gets
 * the options on standard input and logs to our standard error. `leaves` are the paths that belong
 * to us again when it is done, `entry` is the command line's file.
 *
 * @throws ConfigError NOT_PRIVILEGED; what the stage throws
 */
export async function runAsRoot<S extends RootStage>(
  stage: S,
  options: OptionsOf<S>,
  leaves: readonly string[],
  { log, entry }: { readonly log: Log; readonly entry: string },
): Promise<ResultOf<S>> {
  if (isRoot()) return runStage(stage, options, log);
  const self = [process.execPath, entry];
  const argv = await asRoot([...self, 'root-stage', stage], `the ${stage} stage`);
  log.debug(`The ${stage} stage runs under sudo`);
  const child = await startTool(argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  child.stdin?.end(JSON.stringify(options));
  const printed = child.stdout === null ? '' : await text(child.stdout);
  await closed;
  const owner = `${process.getuid?.()}:${process.getgid?.()}`;
  const chown = ['chown', '--recursive', '--no-dereference', owner, '--', ...leaves];
  await runTool(await asRoot(chown, 'handing over the results'));
  return parseAnswer(stage, printed) as ResultOf<S>;
}

/** Runs one stage for a parent that is not root: options on standard input, answer on standard output. */
export async function serveRootStage(stage: string, log: Log): Promise<void> {
  const options: unknown = JSON.parse((await buffer(process.stdin)).toString('utf8'));
  if (!Object.hasOwn(ROOT_STAGES, stage)) throw new RangeError(`no stage ${stage}`);
  let answer: Answer;
  try {
    answer = { result: await runStage(stage as RootStage, options as OptionsOf<RootStage>, log) };
  } catch (error) {
    if (!(error instanceof TreesmithError)) throw error;
    const { code, message, place, hint } = error;
    answer = { code, message, place, hint, mendable: error instanceof ConfigError };
  }
  process.stdout.write(JSON.stringify(answer));
}

function runStage<S extends RootStage>(
  stage: S,
  options: OptionsOf<S>,
  log: Log,
): Promise<ResultOf<S>> {
  const run = ROOT_STAGES[stage] as (all: object) => Promise<ResultOf<S>>;
  return run({ ...options, log });
}

function parseAnswer(stage: string, printed: string): unknown {
  let answer: Answer;
  try {
    answer = JSON.parse(printed);
  } catch (cause) {
    throw new BuildError<GlueCode>(
      'ROOT_STAGE_DIED',
      `the ${stage} stage ended without an answer`,
      {
        cause,
      },
    );
  }
  if ('result' in answer) return answer.result;
  const { code, message, mendable, place, hint } = answer;
  const details = {
    ...(place === undefined ? {} : { place }),
    ...(hint === undefined ? {} : { hint }),
  };
  throw mendable ? new ConfigError(code, message, details) : new BuildError(code, message, details);
}
