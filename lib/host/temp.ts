import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './files.ts';

/** A folder of mode 0700 that goes away with `await using`, and on SIGINT, SIGTERM and SIGHUP. */
export interface TempDir extends AsyncDisposable {
  readonly path: string;
}

/**
 * Makes a temporary folder in `parent`, or in the system's place for them ($TMPDIR, /tmp).
 *
 * @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY
 */
export async function makeTempDir(parent: string = tmpdir()): Promise<TempDir> {
  await makeFolder(parent);
  const path = await mkdtemp(join(parent, 'treesmith-'));
  live.add(path);
  watchExit();
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      live.delete(path);
    },
  };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const live = new Set<string>();
let watching = false;

function watchExit(): void {
  if (watching) return;
  watching = true;
  process.on('exit', removeAll);
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      removeAll();
      // Die as we would have died without the handler, unless someone else decides how we end.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  }
}

function removeAll(): void {
  for (const path of live) {
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // On the way out there is nobody left to tell.
    }
  }
  live.clear();
}
