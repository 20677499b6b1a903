import { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProbeShell } from '../../../lib/boot/probe-shell.ts';
import { startTool } from '../../../lib/host/process.ts';

let probe: ProbeShell;
let stop: () => void;

/** bash on a terminal of its own, as systemd's debug shell is, with /run out of the way. */
beforeAll(async () => {
  const child = await startTool(
    [
      ...['bwrap', '--bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/run'],
      ...[
        '--unshare-pid',
        '--die-with-parent',
        'script',
        '--quiet',
        '--command',
        'bash --norc',
        '/dev/null',
      ],
    ],
    { stdio: ['pipe', 'pipe', 'ignore'], env: { TERM: 'linux' } },
  );
  if (child.stdin === null || child.stdout === null) throw new Error('no pipes');
  probe = new ProbeShell(Duplex.from({ readable: child.stdout, writable: child.stdin }), 'nonce-1');
  stop = () => child.kill('SIGKILL');
  await probe.open(30_000);
});
afterAll(() => stop());

describe('ProbeShell', () => {
  it('returns what a command printed, and its exit code', async () => {
    expect(await probe.run('echo out; echo err >&2; exit 3', 10_000)).toMatchObject({
      exitCode: 3,
      output: 'out\nerr\n',
    });
  });

  it('takes quotes, dollars and newlines as they are', async () => {
    const text = `it's "$HOME" \`x\` \\n \t end`;
    const { output } = await probe.run(`cat <<'EOF'\n${text}\nEOF`, 10_000);
    expect(output).toBe(`${text}\n`);
  });

  it('takes a script that is longer than a line of a terminal', async () => {
    const script = Array.from({ length: 2000 }, (_, index) => `x=${index}`).join('\n');
    expect((await probe.run(`${script}\necho $x`, 30_000)).output).toBe('1999\n');
  });

  it('returns the last bytes of a long output', async () => {
    const { output } = await probe.run('seq 200000', 30_000);
    expect(output.length).toBe(512 * 1024);
    expect(output.endsWith('199999\n200000\n')).toBe(true);
  });

  it('returns bytes that are no text', async () => {
    expect((await probe.run(String.raw`printf '\000\033[31m\344'`, 10_000)).output).toBe(
      '\0\x1b[31m�',
    );
  });

  it('stops a command at its limit and goes on', async () => {
    expect(await probe.run('echo before; sleep 60', 5000)).toMatchObject({
      exitCode: 124,
      output: 'before\n',
    });
    expect((await probe.run('echo after', 10_000)).output).toBe('after\n');
  });

  it('gives a command no input', async () => {
    expect((await probe.run('cat; echo done', 10_000)).output).toBe('done\n');
  });

  it('lets a wait fail when the guest is gone', async () => {
    const gone = probe.run('sleep 30', 60_000);
    probe.abandon(new Error('the guest is gone'));
    await expect(gone).rejects.toThrow('the guest is gone');
  });
});
