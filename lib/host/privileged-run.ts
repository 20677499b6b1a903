import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Json } from '../core/digest.ts';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { currentTimeline } from '../core/timeline.ts';
import type { HostCode } from './errors.ts';
import { asRoot, isRoot } from './privilege.ts';
import { LogReplay, type Message, parseWireError, type Request } from './privileged-wire.ts';
import { startTool } from './process.ts';

/** Variables that the other self needs and sudo drops. No secret is among them. */
const ENV_PASSED = ['PATH', 'TMPDIR', 'http_proxy', 'https_proxy', 'no_proxy', 'NO_COLOR'];
const STDERR_TAIL_CHARS = 4096;

/** A task that needs root. */
export type PrivilegedTask = (input: never, log: Log) => Promise<Json | undefined>;

/** How to run a task as root. */
export interface PrivilegedOptions {
  /** A name in `tasks`. */
  readonly task: string;
  readonly input: Json;
  /** Files and folders that the task leaves; they belong to the user afterwards, failed or not. */
  readonly outputs: readonly string[];
  readonly tasks: Readonly<Record<string, PrivilegedTask>>;
  readonly log: Log;
  /** A command line of ours that calls `servePrivileged(tasks)`; sudo puts root before it. */
  readonly entry: readonly string[];
}

/**
 * Runs one task as root: in this process when that is root already, else in another self under
 * `sudo -n`, which gets its input over stdin, logs through us, ends when we end, and gives what it
 * leaves to the user.
 *
 * @throws ConfigError NOT_PRIVILEGED; BuildError PRIVILEGED_FAILED when the other self vanishes;
 *   what the task throws, with its code, place and hint
 */
export async function runPrivileged<Result extends Json>(
  options: PrivilegedOptions,
): Promise<Result> {
  const { task, input, tasks, log } = options;
  if (isRoot()) {
    const body = tasks[task];
    if (body === undefined) throw new RangeError(`no task ${task}`);
    return ((await body(input as never, log)) ?? null) as Result;
  }
  const argv = await asRoot(options.entry, `the stage "${task}"`);
  const child = await startTool(argv, { stdio: ['pipe', 'pipe', 'pipe'], log });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError('no pipes');
  let complaint = '';
  stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-STDERR_TAIL_CHARS);
  });
  // What became of it is in the messages, or in its exit code.
  stdin.on('error', () => undefined);
  const ended = once(child, 'close');
  const request: Request = {
    ...{ task, input, outputs: options.outputs, env: passedEnvironment() },
    timeline: currentTimeline().isWanted,
  };
  // stdin stays open: when it closes, the other self knows that we are gone.
  stdin.write(`${JSON.stringify(request)}\n`);
  const replay = new LogReplay(log);
  let answer: Extract<Message, { kind: 'result' | 'error' }> | undefined;
  for await (const line of createInterface({ input: stdout })) {
    const message = parseMessage(line);
    if (message === undefined) log.debug(line);
    else if (!replay.take(message)) answer = message as typeof answer;
  }
  stdin.end();
  const [exitCode, signal] = (await ended) as [number | null, string | null];
  replay.end();
  if (answer?.kind === 'result') return answer.result as Result;
  if (answer?.kind === 'error') throw parseWireError(answer);
  throw new BuildError<HostCode>(
    'PRIVILEGED_FAILED',
    `the stage "${task}" ended with ${signal ?? `exit code ${exitCode}`} and no result${complaint === '' ? '' : `:\n${complaint.trim()}`}`,
  );
}

function parseMessage(line: string): Message | undefined {
  try {
    return JSON.parse(line) as Message;
  } catch {
    // A tool of the task that printed where it should not.
    return undefined;
  }
}

function passedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    ENV_PASSED.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
