import { readFile, statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import process from 'node:process';

const TMPFS_MAGIC = 0x01021994;
/** Where Linux has a file system in memory for everyone. */
const SHARED_MEMORY = '/dev/shm';

/** Most of the memory that is free which one of our runs takes for files. */
const SHARE = 1 / 3;

/**
 * Returns a folder in memory that can take `sizeBytes` of files, programs among them, and leaves
 * twice as much memory to others; undefined when there is none. Limits of a container count.
 */
export async function findMemoryFolder(sizeBytes: number): Promise<string | undefined> {
  // Node before 20.13 knows no limits of containers.
  const freeBytes = process.availableMemory?.() ?? freemem();
  if (sizeBytes > freeBytes * SHARE) return undefined;
  const found = await statfs(SHARED_MEMORY).catch(() => undefined);
  if (found === undefined || found.type !== TMPFS_MAGIC) return undefined;
  if (found.bavail * found.bsize < sizeBytes) return undefined;
  return (await isExecutable(SHARED_MEMORY)) ? SHARED_MEMORY : undefined;
}

/** Docker mounts it `noexec`. */
async function isExecutable(point: string): Promise<boolean> {
  const lines = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n');
  const options = lines.map((line) => line.split(' ')).filter((fields) => fields[4] === point);
  return options.length > 0 && !/\b(noexec|ro)\b/.test(options.at(-1)?.[5] ?? '');
}
