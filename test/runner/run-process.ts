import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const SECOND_TRY_MS = 2_000;
const LAST_TRY_MS = 5_000;

export interface ProcessOptions {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment: names of inputs have hyphens, which no shell could export. */
  readonly env: Readonly<Record<string, string>>;
  /** Called with each line of stdout and stderr, as they come. */
  readonly onLine: (line: string) => void;
  /** Ends the process and its children: SIGINT, then SIGTERM, then SIGKILL. */
  readonly signal: AbortSignal;
}

/** Runs a process to its end and returns its exit code; 128 when a signal ended it. */
export async function runProcess(options: ProcessOptions): Promise<number> {
  const { argv, cwd, env, onLine, signal } = options;
  if (signal.aborted) return 128;
  const [command = '', ...args] = argv;
  // A group of its own, so that what a script started ends with it.
  const child = spawn(command, args, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It has ended.
    }
  };
  const timers: NodeJS.Timeout[] = [];
  const stop = () => {
    kill('SIGINT');
    timers.push(setTimeout(() => kill('SIGTERM'), SECOND_TRY_MS));
    timers.push(setTimeout(() => kill('SIGKILL'), LAST_TRY_MS));
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const lines = [child.stdout, child.stderr].map(async (stream) => {
      for await (const line of createInterface({ input: stream })) onLine(line);
    });
    const [[code]] = await Promise.all([once(child, 'close'), ...lines]);
    return typeof code === 'number' ? code : 128;
  } finally {
    signal.removeEventListener('abort', stop);
    for (const timer of timers) clearTimeout(timer);
  }
}
