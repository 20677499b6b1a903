import { parseProcessStat, readProc } from './proc-stat.ts';

let accountedMs = 0;

/**
 * Returns the CPU time, in milliseconds, of the children of ours that have ended since the last
 * call. Called whenever a child has ended it is the time of that child, and of its own children.
 * Two that end within the same moment are counted with the first.
 */
export function takeChildrenCpuMs(): number {
  const text = readProc('self/stat');
  if (text === undefined) return 0;
  const { childrenCpuMs } = parseProcessStat(text);
  const sinceMs = childrenCpuMs - accountedMs;
  accountedMs = childrenCpuMs;
  return sinceMs;
}
