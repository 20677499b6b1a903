import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { startTool } from '../host/process.ts';
import { lockBuildError } from './errors.ts';

/**
 * Writes libsolv's form of the primary.xml in `chunks` to `solvPath`, in a process of its own while
 * the next chunk is made.
 *
 * @throws BuildError SOLVER_FAILED; ConfigError TOOL_MISSING; what `chunks` throws
 */
export async function makeSolv(chunks: AsyncIterable<Buffer>, solvPath: string): Promise<void> {
  const tool = await startTool(['rpmmd2solv'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const { stdin, stdout, stderr } = tool;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError('no pipes');
  const complaint: Buffer[] = [];
  stderr.on('data', (chunk: Buffer) => complaint.push(chunk));
  // A tool that ends early says why on stderr.
  stdin.on('error', () => undefined);
  const ended = once(tool, 'close');
  const written = pipeline(stdout, createWriteStream(solvPath));
  written.catch(() => undefined);
  try {
    for await (const chunk of chunks) {
      if (!stdin.write(chunk) && !stdin.destroyed)
        await Promise.race([once(stdin, 'drain'), ended]);
    }
    stdin.end();
    await written;
    const [exitCode] = await ended;
    if (exitCode !== 0) {
      const why = Buffer.concat(complaint).toString('utf8').trim();
      throw lockBuildError('SOLVER_FAILED', `rpmmd2solv failed (${exitCode}): ${why}`);
    }
  } finally {
    tool.kill('SIGKILL');
    await ended;
  }
}
