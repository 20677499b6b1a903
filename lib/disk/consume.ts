import { once } from 'node:events';
import { lstatSync, readdirSync, readlinkSync, statSync, truncateSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compareBytes } from '../core/bytes.ts';
import type { Log } from '../core/log.ts';
import { startTool, ToolError } from '../host/process.ts';
import { explainToolError } from '../host/tool-errors.ts';

/** A tool that copies a folder into a file. */
export interface ConsumeOptions {
  /** The folder, which is empty of contents afterwards. */
  readonly tree: string;
  /** The file that grows. */
  readonly disk: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly log: Log;
}

const STDERR_TAIL_BYTES = 4096;
const POLL_MS = 4;
/** Smaller ones are left: they take no block, or one. */
const MIN_BYTES = 8192;
const BLOCK_BYTES = 512;

interface Candidate {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Runs a tool that reads every file of a folder once, and empties each behind it: the tree and its
 * copy do not both take their whole room. A file is done when its access time has changed (so it was
 * opened and read) and the tool has it open no longer. Where the file system keeps no access times,
 * nothing is emptied, and the peak is the sum.
 *
 * @returns the most bytes that folder and file took together
 * @throws what `runTool` throws
 */
export async function runConsuming(
  argv: readonly string[],
  options: ConsumeOptions,
): Promise<number> {
  const { files, bytes } = listFiles(options.tree);
  const child = await startTool(argv, {
    stdio: ['ignore', 'ignore', 'pipe'],
    log: options.log,
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  let stderr = Buffer.alloc(0);
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_TAIL_BYTES);
  });
  let exit: number | undefined;
  const ended = once(child, 'close').then(([code]) => {
    exit = typeof code === 'number' ? code : 128;
  });
  let left = bytes;
  let peakBytes = 0;
  let next = 0;
  while (exit === undefined) {
    // Access times first, open files then: what was read and is not open was closed.
    let end = next;
    while (end < files.length && wasRead(files[end])) end += 1;
    const open = end > next ? openFiles(child.pid ?? 0) : new Set<string>();
    peakBytes = Math.max(peakBytes, left + takenBytes(options.disk));
    for (; next < end; next += 1) {
      const file = files[next];
      if (file === undefined || open.has(file.path)) break;
      truncateSync(file.path, 0);
      left -= file.bytes;
    }
    await Promise.race([sleep(POLL_MS), ended]);
  }
  if (exit !== 0) throw explainToolError(new ToolError(argv, exit, stderr.toString('utf8')));
  return Math.max(peakBytes, left + takenBytes(options.disk));
}

/**
 * Files worth emptying, never accessed, in the order in which tools go through a folder, and what all
 * files take. A file that has another name outside of the folder is somebody else's, too: it is left.
 */
function listFiles(tree: string): { files: readonly Candidate[]; bytes: number } {
  const found = new Map<number, Candidate & { left: number; readonly mtimeMs: number }>();
  let bytes = 0;
  const visit = (folder: string): void => {
    for (const name of readdirSync(folder).sort(compareBytes)) {
      const path = join(folder, name);
      const facts = lstatSync(path);
      if (facts.isDirectory()) visit(path);
      const known = found.get(facts.ino);
      if (known !== undefined && facts.nlink > 1) {
        known.left -= 1;
        continue;
      }
      const taken = facts.blocks * BLOCK_BYTES;
      bytes += taken;
      if (!facts.isFile() || facts.size < MIN_BYTES) continue;
      found.set(facts.ino, { path, bytes: taken, left: facts.nlink - 1, mtimeMs: facts.mtimeMs });
    }
  };
  visit(tree);
  const files = [...found.values()].filter(({ left }) => left === 0);
  // Most file systems note the next access alone when the last one is older than the contents.
  for (const { path, mtimeMs } of files) utimesSync(path, 0, mtimeMs / 1000);
  return { files, bytes };
}

function wasRead(file: Candidate | undefined): boolean {
  return file !== undefined && lstatSync(file.path).atimeMs !== 0;
}

/** Paths that a process has open; empty once it is gone. */
function openFiles(pid: number): Set<string> {
  const paths = new Set<string>();
  try {
    for (const fd of readdirSync(`/proc/${pid}/fd`)) {
      try {
        paths.add(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        // Closed in between.
      }
    }
  } catch {
    // Ended in between: everything is closed.
  }
  return paths;
}

function takenBytes(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.blocks ?? 0) * BLOCK_BYTES;
}
