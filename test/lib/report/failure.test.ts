import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BuildError, ConfigError } from '../../../lib/core/errors.ts';
import { renderFailure } from '../../../lib/report/failure.ts';

const golden = (name: string) => join(import.meta.dirname, '../../data/report', name);

const TIMELINE = [
  { title: 'Compose anvil', startMs: 1_763_704_800_000, endMs: 1_763_704_880_000, ok: true },
  { title: 'Boot anvil.qcow2', startMs: 1_763_704_880_000, endMs: 1_763_704_950_500, ok: false },
];

describe('renderFailure', () => {
  it('names the line that the user can mend, and how', async () => {
    const error = new ConfigError('UNKNOWN_KEY', 'unknown key "pakages"', {
      place: { file: 'anvil.yaml', line: 7, column: 1 },
      hint: 'Is "packages" meant?',
    });
    await expect(renderFailure(error, [])).toMatchFileSnapshot(golden('failed-file.md'));
  });

  it('names a file as it is called in the repository', () => {
    const at = (file: string) =>
      renderFailure(new ConfigError('X', 'x', { place: { file, line: 2 } }), [], { root: '/repo' });
    expect(at('/repo/os/anvil.yaml')).toContain('- at `os/anvil.yaml:2`');
    expect(at('anvil.yaml')).toContain('- at `anvil.yaml:2`');
    expect(at('/repository/anvil.yaml')).toContain('- at `/repository/anvil.yaml:2`');
  });

  it('ends with the console of a boot that failed', async () => {
    const error = new BuildError(
      'CHECKS_FAILED',
      "1 of 3 checks failed in the booted system:\n  nano is there\n    package nano is not installed\nThe console's last lines:\n[  OK  ] Reached target\n\nanvil login:",
      { hint: 'The whole console is in out/boot.log.' },
    );
    await expect(renderFailure(error, TIMELINE)).toMatchFileSnapshot(golden('failed-boot.md'));
  });

  it('draws how far a boot came', () => {
    const error = new BuildError('GUEST_STUCK', "stuck\nThe console's last lines:\npanic");
    const boot = { stage: 'kernel', phases: { firmwareMs: 2000 }, elapsedMs: 5000 };
    const markdown = renderFailure(error, [], { boot });
    expect(markdown).toContain('## How far it came\n\n```text\n  firmware ');
    expect(markdown).toContain('░ stopped here\n```\n\n## The console');
  });

  it('says of anything else that the fault is ours', () => {
    const markdown = renderFailure(new TypeError('x is undefined'), []);
    expect(markdown).toBe(
      '# Failed\n\n**x is undefined**\n\n- this is a fault in Treesmith; please report it\n',
    );
    expect(renderFailure('', [])).toContain('There is no message.');
  });

  it('keeps a hostile console in its block', () => {
    const console = '```\n<img src=x onerror=alert(1)>\n## forged\n\u001B[31m````\u202E';
    const markdown = renderFailure(
      new BuildError('GUEST_STUCK', `stuck: a panic\nThe console's last lines:\n${console}`),
      [],
    );
    const block = /(`{3,})text\n([\s\S]*?)\n\1(?=\n|$)/.exec(markdown);
    expect(block?.[1]).toBe('`````');
    expect(block?.[2]?.split('\n')).toEqual([
      ...['```', '<img src=x onerror=alert(1)>', '## forged', '[31m````'],
    ]);
  });

  it('keeps all that the guest says after the words that begin its console', () => {
    const words = "The console's last lines:";
    const error = new BuildError('GUEST_STUCK', `stuck\n${words}\na\n${words}\nb`);
    expect(renderFailure(error, [])).toContain(`\na\n${words}\nb\n`);
  });

  it('stays small whatever the message', () => {
    const error = new BuildError('X', `${'&\n'.repeat(500_000)}${'<'.repeat(2_000_000)}`, {
      hint: '`'.repeat(1_000_000),
      place: { file: '|'.repeat(1_000_000) },
    });
    const markdown = renderFailure(error, TIMELINE);
    expect(Buffer.byteLength(markdown)).toBeLessThan(64 * 1024);
    expect(markdown).toMatch(/… \d+ lines …/);
  });
});
