import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { basename } from 'node:path';
import { exec } from '@actions/exec';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { currentTimeline, type SpanOutcome } from '../core/timeline.ts';
import { takeChildrenCpuMs } from './children-cpu.ts';
import type { HostCode } from './errors.ts';
import { bindArgv, type ToolBounds, toolEnvironment } from './tool-bounds.ts';
import { explainToolError } from './tool-errors.ts';

const STDERR_TAIL_BYTES = 4096;
const STDOUT_LIMIT_BYTES = 16 * 1024 * 1024;
/** Shells add the signal's number to it; @actions/exec does not tell which signal it was. */
const KILLED = 128;

/** A machine may stand still for longer than the 10 s that @actions/exec gives the pipes. */
const DRAIN_MS = 60_000;

/** How to run a tool. */
export interface ToolOptions extends ToolBounds {
  readonly cwd?: string;
  /** Added to the allow-list, `LANG=C.UTF-8` and `TZ=UTC`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to stdin, which is closed otherwise. */
  readonly input?: string | Uint8Array;
  /** Exit codes that are not failures; `[0]` unless given. */
  readonly okExitCodes?: readonly number[];
  readonly log?: Log;
  /** What a timeline calls it; made of `argv` unless given. */
  readonly label?: string;
  /** Called with each piece of stdout, which is then not collected. */
  readonly onStdout?: (chunk: Buffer) => void;
  readonly onStderr?: (chunk: Buffer) => void;
}

/** What a finished tool left. `stderr` is its last 4 KiB; `exitCode` is 128 or more for a signal. */
export interface ToolResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A tool that ended with an exit code that was not expected. */
export class ToolError extends BuildError<HostCode> {
  readonly argv: readonly string[];
  readonly exitCode: number;
  readonly stderr: string;

  constructor(argv: readonly string[], exitCode: number, stderr: string) {
    const tail = stderr.trim().split('\n').slice(-12).join('\n');
    const how = exitCode >= KILLED ? 'was killed by a signal' : `failed with exit code ${exitCode}`;
    super('TOOL_FAILED', `${argv[0]} ${how}${tail === '' ? '' : `:\n${tail}`}`);
    this.argv = argv;
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

/**
 * Runs `argv` to its end and returns what it printed. There is no shell: each element reaches the
 * tool as it is. The exit code alone decides; stderr only explains. The tool is stopped when we are.
 *
 * @throws ConfigError TOOL_MISSING, naming the package to install
 * @throws ToolError TOOL_FAILED for an exit code that is not in `okExitCodes`
 * @throws BuildError or ConfigError of tool-errors.ts for a failure whose cause is known: DISK_FULL
 * @throws BuildError TOOL_TIMEOUT, TOOL_OUTPUT_LIMIT
 */
export async function runTool(
  argv: readonly string[],
  options: ToolOptions = {},
): Promise<ToolResult> {
  const bound = bindArgv(argv, options);
  options.log?.debug(formatCommand(argv));
  const stdout: Buffer[] = [];
  let stdoutBytes = 0;
  let stderr = Buffer.alloc(0);
  const listeners: Listeners = {
    stdout: (chunk) => {
      stdoutBytes += chunk.length;
      if (options.onStdout !== undefined) options.onStdout(chunk);
      else if (stdoutBytes <= STDOUT_LIMIT_BYTES) stdout.push(chunk);
    },
    stderr: (chunk) => {
      options.onStderr?.(chunk);
      stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_TAIL_BYTES);
    },
  };
  const timing = new ToolTiming(options.label ?? toolLabel(argv));
  const startedMs = performance.now();
  const exitCode =
    options.input === undefined && options.onStdout === undefined
      ? await execToEnd(bound, options, listeners)
      : await feedToEnd(bound, options, listeners);
  timing.end((options.okExitCodes ?? [0]).includes(exitCode));
  const stderrText = stderr.toString('utf8');
  // coreutils timeout ends with 124, or 137 when the tool had to be killed; somebody else may have, too.
  const isLate = performance.now() - startedMs >= (options.timeoutMs ?? Infinity);
  if (options.timeoutMs !== undefined && isLate && (exitCode === 124 || exitCode === 137)) {
    throw new BuildError<HostCode>(
      'TOOL_TIMEOUT',
      `${argv[0]} took longer than ${options.timeoutMs / 1000} s`,
    );
  }
  if (!(options.okExitCodes ?? [0]).includes(exitCode)) {
    throw explainToolError(new ToolError(argv, exitCode, stderrText));
  }
  if (options.onStdout === undefined && stdoutBytes > STDOUT_LIMIT_BYTES) {
    throw new BuildError<HostCode>(
      'TOOL_OUTPUT_LIMIT',
      `${argv[0]} printed more than ${STDOUT_LIMIT_BYTES} bytes`,
    );
  }
  return { exitCode, stdout: Buffer.concat(stdout).toString('utf8'), stderr: stderrText };
}

/** Returns what `argv` printed on stdout. Throws as `runTool` does. */
export async function readTool(
  argv: readonly string[],
  options: ToolOptions = {},
): Promise<string> {
  return (await runTool(argv, options)).stdout;
}

/**
 * Starts a tool that is talked to while it runs (a pipe, QEMU). The caller awaits its end; it is
 * stopped when we are. stdin is closed unless `stdio` says otherwise.
 *
 * @throws ConfigError TOOL_MISSING
 */
export async function startTool(
  argv: readonly string[],
  options: Pick<SpawnOptions, 'stdio' | 'cwd'> & Pick<ToolOptions, 'env' | 'log'> = {},
): Promise<ChildProcess> {
  const bound = bindArgv(argv);
  options.log?.debug(formatCommand(argv));
  const timing = new ToolTiming(toolLabel(argv));
  const child = spawn(bound[0] ?? '', bound.slice(1), {
    stdio: options.stdio ?? ['ignore', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: toolEnvironment(options.env),
  });
  // However it ends: many of these are told to stop.
  child.once('exit', () => timing.end(true));
  return child;
}

/** Returns a command line that a person can paste into a shell. */
export function formatCommand(argv: readonly string[]): string {
  return argv
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}

/** Tools whose first word says what they do. */
const WITH_VERBS = ['ostree', 'qemu-img', 'skopeo'];
/** They wait for us, or for another self of ours that reports what it does. */
const WAITING = ['flock', 'sudo'];

/** `ostree pull-local`; the tool's name alone for most. */
function toolLabel(argv: readonly string[]): string {
  const name = basename(argv[0] ?? '');
  const verb = WITH_VERBS.includes(name)
    ? argv.slice(1).find((word) => /^[a-z][a-z-]*$/.test(word))
    : undefined;
  return verb === undefined ? name : `${name} ${verb}`;
}

/** One run of a tool, for the timeline. */
class ToolTiming {
  private readonly isWanted: boolean;
  private readonly tell: ((outcome: SpanOutcome) => void) | undefined;

  constructor(name: string) {
    const timeline = currentTimeline();
    this.isWanted = timeline.isWanted;
    this.tell = WAITING.includes(name) ? undefined : timeline.begin(name, { kind: 'tool' });
  }

  end(ok: boolean): void {
    // Also when this one is not told of: else the next would be told with its time.
    const cpuMs = this.isWanted ? takeChildrenCpuMs() : 0;
    this.tell?.({ ok, cpuMs });
  }
}

interface Listeners {
  readonly stdout: (chunk: Buffer) => void;
  readonly stderr: (chunk: Buffer) => void;
}

async function execToEnd(
  bound: readonly string[],
  options: ToolOptions,
  listeners: Listeners,
): Promise<number> {
  const exitCode: number | null = await exec(quotePath(bound[0] ?? ''), bound.slice(1), {
    silent: true,
    ignoreReturnCode: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: toolEnvironment(options.env),
    // It hands this to `stdin.end()`. Even an empty buffer is written, and a tool that has ended
    // before is an EPIPE that nobody can catch; a function in its place only closes the pipe.
    input: (() => undefined) as unknown as Buffer,
    listeners: { ...listeners },
    // After the tool's end it waits so long for what the pipes still hold, and then says nothing of the rest.
    delay: DRAIN_MS,
  });
  return exitCode ?? KILLED;
}

/**
 * As `execToEnd`, for what @actions/exec cannot: a tool that does not read all its input must not
 * be the end of us, and output without line ends must not take quadratic time and the memory of
 * all of it (it gathers lines even when nobody asks for lines).
 */
async function feedToEnd(
  bound: readonly string[],
  options: ToolOptions,
  listeners: Listeners,
): Promise<number> {
  const child = spawn(bound[0] ?? '', bound.slice(1), {
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: toolEnvironment(options.env),
  });
  child.stdout.on('data', listeners.stdout);
  child.stderr.on('data', listeners.stderr);
  // The exit code says whether the input that was not read mattered.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input);
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return exitCode ?? KILLED + (signal === null ? 0 : constants.signals[signal]);
}

/** @actions/exec splits its first argument on spaces unless they stand in double quotes. */
function quotePath(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
