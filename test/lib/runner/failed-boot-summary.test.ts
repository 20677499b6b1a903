import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

const lib = join(import.meta.dirname, '../../../lib');

/** A step whose guest stopped in its kernel, and whose error was told further. */
const STEP = `
  import { BootStopped } from '${lib}/boot/boot-stopped.ts';
  import { BuildError } from '${lib}/core/errors.ts';
  import { runAsStep } from '${lib}/runner/entry.ts';
  const cause = new BootStopped('GUEST_STUCK', {
    stage: 'kernel', reason: 'the kernel panicked', consoleLogPath: '/x/boot.log',
    consoleTail: 'Kernel panic', screenText: '', phases: { firmwareMs: 3000 }, elapsedMs: 9000,
  });
  const run = async () => { throw new BuildError('GUEST_STUCK', cause.message, { cause }); };
  const load = async () => ({ readInputs: () => ({}), run });
  await runAsStep({ name: 'boot-test', load, dist: '/nowhere' });`;

describe('the summary of a step whose boot failed', () => {
  it('has its phases, and where it stopped', async () => {
    await using temp = await makeTempDir();
    const at = (name: string) => join(temp.path, name);
    await writeFile(at('step.ts'), STEP);
    for (const file of ['output', 'summary']) await writeFile(at(file), '');
    const env = {
      ...{ GITHUB_WORKSPACE: temp.path, RUNNER_TEMP: temp.path, GITHUB_OUTPUT: at('output') },
      GITHUB_STEP_SUMMARY: at('summary'),
    };
    await runTool([process.execPath, at('step.ts')], { env, okExitCodes: [1] });
    const summary = await readFile(at('summary'), 'utf8');
    expect(summary).toMatch(/## How far it came\n\n```text\n {2}firmware +3\.0 s {2}█{20}\n/);
    expect(summary).toMatch(/ {2}kernel +6\.0 s +░{40} stopped here\n/);
    expect(summary).toContain('Kernel panic');
  });
});
