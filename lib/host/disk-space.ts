import { access, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readTool } from './process.ts';

/** A folder that no build needs. */
export interface Removable {
  readonly path: string;
  readonly sizeBytes: number;
}

/** What hosted runners come with, large, and for other work than ours. */
const REMOVABLE = [
  ...['/usr/local/lib/android', '/usr/share/dotnet', '/opt/ghc', '/usr/local/.ghcup'],
  ...['/opt/hostedtoolcache/CodeQL', '/usr/share/swift', '/usr/local/share/powershell'],
  ...['/usr/local/share/chromium', '/usr/local/share/boost', '/usr/lib/jvm', '/opt/az'],
];
const MEASURE_TIMEOUT_MS = 60_000;

/** Returns the bytes that are free for us where `path` is, or will be. */
export async function readFreeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(await existingParent(path));
  return bavail * bsize;
}

/** Returns whether two paths are, or will be, on one file system. */
export async function isSameFilesystem(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [a, b].map(async (path) => stat(await existingParent(path))),
  );
  return first?.dev === second?.dev;
}

/** Returns folders of this machine that could be removed to make room, the largest first. */
export async function findRemovable(): Promise<Removable[]> {
  const found: Removable[] = [];
  for (const path of REMOVABLE) {
    if (!(await exists(path))) continue;
    const argv = ['du', '--summarize', '--one-file-system', '--block-size=1', '--', path];
    const text = await readTool(argv, { timeoutMs: MEASURE_TIMEOUT_MS }).catch(() => '');
    const sizeBytes = Number.parseInt(text, 10);
    if (sizeBytes > 0) found.push({ path, sizeBytes });
  }
  return found.sort((a, b) => b.sizeBytes - a.sizeBytes);
}

async function existingParent(path: string): Promise<string> {
  let at = resolve(path);
  while (!(await exists(at))) at = dirname(at);
  return at;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
