import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { ToolError } from '../host/process.ts';
import { explainToolError } from '../host/tool-errors.ts';

/**
 * Yields what a started tool prints, and fails at the end when the tool did.
 *
 * @throws ToolError; BuildError DISK_FULL
 */
export async function* readToolStream(
  child: ChildProcess,
  name: string,
): AsyncGenerator<Buffer, void> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError('no pipes');
  let complaint = '';
  stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-2048);
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  try {
    yield* stdout as AsyncIterable<Buffer>;
    const [exitCode] = await ended;
    if (exitCode === 0) return;
    throw explainToolError(new ToolError([name], exitCode ?? 255, complaint));
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}
