import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../lib/host/process.ts';

const log = join(import.meta.dirname, '../../cli/terminal-log.ts');

const PROGRAM = (verbose: boolean) => `
  const { terminalLog } = await import(${JSON.stringify(log)});
  const log = terminalLog({ verbose: ${verbose} });
  log.debug('a detail');
  log.info('some news');
  log.warn('careful', { file: 'a.yaml', line: 3, column: 5 });
  await log.group('Fetch packages (2, 2.0 KiB)', async () => {
    const bar = log.progress('Fetch', 2048, 'bytes');
    bar.advance(1024);
    await new Promise((done) => setTimeout(done, 400));
    log.warn('a mirror is slow');
    bar.advance(1024);
    await new Promise((done) => setTimeout(done, 400));
    bar.done();
  });
  await log.group('Compose', async () => { throw new Error('x'); }).catch(() => undefined);
  console.log('result');
`;

const node = (verbose: boolean) => [
  process.execPath,
  '--input-type=module',
  '-e',
  PROGRAM(verbose),
];

describe('terminalLog', () => {
  it('writes plain lines to standard error when that is no terminal', async () => {
    const { stdout, stderr } = await runTool(node(false));
    expect(stdout).toBe('result\n');
    expect(stderr.replace(/\d+\.\d s/g, 'N s').split('\n')).toEqual([
      'some news',
      'a.yaml:3:5: warning: careful',
      '==> Fetch packages (2, 2.0 KiB)',
      'warning: a mirror is slow',
      '    done in N s',
      '==> Compose',
      '    failed after N s',
      '',
    ]);
  });

  it('with --verbose shows details', async () => {
    expect((await runTool(node(true))).stderr).toMatch(/^a detail$/m);
  });

  it('draws a bar on a terminal, and takes it away', async () => {
    // script(1) gives it a terminal.
    const command = `stty cols 100; exec ${node(false)
      .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
      .join(' ')}`;
    const { stdout } = await runTool(['script', '-q', '-e', '-c', command, '/dev/null'], {
      env: { TERM: 'xterm' },
    });
    expect(stdout).toMatch(/Fetch \[############------------\] 1\.0 KiB of 2\.0 KiB, \d/);
    expect(stdout).toMatch(/Fetch \[########################\] 2\.0 KiB of 2\.0 KiB/);
    const screen = render(stdout);
    expect(screen.map((line) => line.replace(/\d+\.\d s/g, 'N s'))).toEqual([
      'some news',
      'a.yaml:3:5: warning: careful',
      '==> Fetch packages (2, 2.0 KiB)',
      'warning: a mirror is slow',
      '    done in N s',
      '==> Compose',
      '    failed after N s',
      'result',
    ]);
  });
});

/** What a terminal shows in the end, as far as our output needs one to be understood. */
function render(output: string): string[] {
  const lines = [''];
  let column = 0;
  const visible = output.replaceAll('\u001B', '\u241B');
  for (const [token] of visible.matchAll(/\u241B\[[?\d;]*[A-Za-z]|\u241B[78]|[\s\S]/g)) {
    const row = lines.length - 1;
    const line = lines[row] ?? '';
    if (token === '\n') lines.push('');
    else if (token === '\r' || /^\u241B\[(1)?G$/.test(token)) column = 0;
    else if (/^\u241B\[0?K$/.test(token)) lines[row] = line.slice(0, column);
    else if (/^\u241B\[2K$/.test(token)) lines[row] = '';
    else if (token.startsWith('\u241B')) continue;
    else {
      lines[row] = line.slice(0, column).padEnd(column) + token + line.slice(column + 1);
      column += 1;
    }
  }
  return lines.map((line) => line.trimEnd()).filter((line) => line !== '');
}
