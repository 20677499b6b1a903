import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTool } from '../../../lib/host/process.ts';

it('ends threads that compress, and not the process with them', async () => {
  const child = join(import.meta.dirname, 'stop-worker-child.ts');
  expect(await readTool([process.execPath, child, '40'])).toBe('stopped 40\n');
});
