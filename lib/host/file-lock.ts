import { once } from 'node:events';
import { dirname } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { HostCode } from './errors.ts';
import { makeFolder } from './make-folder.ts';
import { startTool } from './process.ts';

/** After this long a person is told what the run waits for. */
const PATIENCE_MS = 1000;

/**
 * Runs `body` while this process alone holds the lock file `path`: other processes, and other
 * calls in this one, wait. The kernel frees the lock when we die, however we die. The lock file
 * stays; to remove it would let two runs hold "the" lock.
 *
 * Node has no flock(2): util-linux's flock holds it for us around a `cat` that ends with our pipe.
 *
 * @throws BuildError LOCK_FAILED; ConfigError TOOL_MISSING
 */
export async function withLock<T>(
  path: string,
  body: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const kept = await lockKept(path, body, options);
  if (kept === undefined) throw new BuildError<HostCode>('LOCK_FAILED', `${path} is held`);
  return kept.result;
}

/** As `withLock`, but returns undefined at once when others hold the lock. */
export async function withFreeLock<T>(
  path: string,
  body: () => Promise<T>,
): Promise<{ readonly result: T } | undefined> {
  return lockKept(path, body, { nonblocking: true });
}

/** How to hold a lock. */
export interface LockOptions {
  readonly log?: Log;
  /** Beside others that do the same; who wants it alone waits for all of them. */
  readonly shared?: boolean;
}

/** What `flock --nonblock` ends with when the lock is held. */
const HELD = 75;

async function lockKept<T>(
  path: string,
  body: () => Promise<T>,
  options: LockOptions & { readonly nonblocking?: boolean },
): Promise<{ readonly result: T } | undefined> {
  await makeFolder(dirname(path));
  const flags = [
    options.shared === true ? '--shared' : '--exclusive',
    ...(options.nonblocking === true ? ['--nonblock', `--conflict-exit-code=${HELD}`] : []),
  ];
  const holder = await startTool(['flock', ...flags, path, 'cat'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { stdin, stdout, stderr } = holder;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError('no pipes');
  // Until flock reads it, a dead holder makes this pipe fail; the exit code says more.
  stdin.on('error', () => undefined);
  let complaint = '';
  stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const ended = once(holder, 'close');
  const notice = setTimeout(() => {
    options.log?.info(`Waiting for ${path}, which another run holds`);
  }, PATIENCE_MS);
  try {
    // The byte comes back when cat runs, and cat runs when the lock is ours.
    stdin.write('.');
    const first = await Promise.race([once(stdout, 'data'), ended]);
    if (first[0] === HELD) return undefined;
    if (!Buffer.isBuffer(first[0])) {
      throw new BuildError<HostCode>('LOCK_FAILED', `cannot lock ${path}: ${complaint.trim()}`);
    }
    clearTimeout(notice);
    return { result: await body() };
  } finally {
    clearTimeout(notice);
    stdin.end();
    await ended;
  }
}
