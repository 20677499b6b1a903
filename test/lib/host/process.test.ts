import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Log } from '../../../lib/core/log.ts';
import { silentLog } from '../../../lib/core/log.ts';
import {
  formatCommand,
  readTool,
  runTool,
  startTool,
  ToolError,
} from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

const sh = (script: string, ...args: string[]) => ['sh', '-c', script, 'sh', ...args];

async function failure(body: Promise<unknown>): Promise<{ code: string; message: string }> {
  return body.then(
    () => expect.fail('expected a failure'),
    (error: { code: string; message: string }) => error,
  );
}

describe('runTool', () => {
  it('hands every argument over as it is', async () => {
    const words = ['two words', '', '"quoted"', "it's", '$HOME', '*', 'a\nb', '\\', '-x', 'é'];
    const printed = await readTool(['printf', '%s\\0', ...words]);
    expect(printed.split('\0').slice(0, -1)).toEqual(words);
  });

  it('runs a tool whose path has spaces and quotes', async () => {
    await using dir = await makeTempDir();
    const folder = join(dir.path, `a "very" odd 'folder'`);
    await mkdir(folder);
    const tool = join(folder, 'my tool');
    await writeFile(tool, '#!/bin/sh\necho "ran $1"\n');
    await chmod(tool, 0o755);
    expect(await readTool([tool, 'x y'])).toBe('ran x y\n');
    expect(await readTool([tool, 'x y'], { input: 'fed' })).toBe('ran x y\n');
  });

  it('closes stdin', async () => {
    expect(await readTool(['cat'], { timeoutMs: 20_000 })).toBe('');
  });

  it('survives a tool that ends before it has read its input', async () => {
    const input = Buffer.alloc(4 * 1024 * 1024);
    expect(await runTool(['true'], { input })).toMatchObject({ exitCode: 0 });
    await Promise.all(Array.from({ length: 20 }, () => runTool(['true'])));
  });

  it('writes its input whole', async () => {
    const input = 'x'.repeat(3_000_000);
    expect(await readTool(['cat'], { input })).toBe(input);
  });

  it('gives a tool an environment of an allow-list', async () => {
    process.env.TREESMITH_TEST_SECRET = 'secret';
    try {
      const env = await readTool(['env'], { env: { EXTRA: '1' } });
      const names = env.split('\n').map((line) => line.split('=')[0]);
      expect(env).toContain('LANG=C.UTF-8\n');
      expect(env).toContain('TZ=UTC\n');
      expect(env).toContain('EXTRA=1\n');
      expect(env).not.toContain('secret');
      expect(names).not.toContain('NODE_OPTIONS');
      expect(names).not.toContain('LC_ALL');
    } finally {
      delete process.env.TREESMITH_TEST_SECRET;
    }
  });

  it('lets the exit code alone decide', async () => {
    expect(await runTool(sh('echo noise >&2'))).toMatchObject({ exitCode: 0, stderr: 'noise\n' });
    expect(await runTool(sh('exit 3'), { okExitCodes: [0, 3] })).toMatchObject({ exitCode: 3 });
    const error = await failure(runTool(sh('echo out; exit 3')));
    expect(error).toMatchObject({ code: 'TOOL_FAILED', exitCode: 3 });
  });

  it('keeps the last 4 KiB of stderr and shows its end', async () => {
    const error = await failure(runTool(sh('seq 1 100000 >&2; exit 1')));
    expect(error).toBeInstanceOf(ToolError);
    expect((error as ToolError).stderr).toHaveLength(4096);
    expect(error.message).toMatch(/99999\n100000$/);
    expect(error.message.split('\n').length).toBeLessThan(20);
  });

  it('says that a tool was killed', async () => {
    const error = await failure(runTool(sh('kill -9 $$')));
    expect(error).toMatchObject({ code: 'TOOL_FAILED' });
    expect(error.message).toContain('killed by a signal');
    expect(await failure(runTool(sh('kill -9 $$'), { input: 'x' }))).toMatchObject({
      exitCode: 137,
    });
  });

  it('stops a tool that takes too long, with what it started', async () => {
    await using dir = await makeTempDir();
    const pidFile = join(dir.path, 'pid');
    const started = performance.now();
    const error = await failure(
      runTool(sh('sleep 60 & echo $! > "$1"; wait', pidFile), { timeoutMs: 5000 }),
    );
    expect(error.code).toBe('TOOL_TIMEOUT');
    expect(performance.now() - started).toBeLessThan(30_000);
    const pid = Number(await readFile(pidFile, 'utf8'));
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  });

  it('names the package of a missing tool', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nonexistent';
    try {
      const error = await failure(runTool(['qemu-img', '--version']));
      expect(error).toMatchObject({ code: 'TOOL_MISSING', message: 'qemu-img is not installed' });
      expect(error).toMatchObject({ hint: expect.stringContaining('apt-get install qemu-utils') });
    } finally {
      process.env.PATH = path;
    }
  });

  it('collects no more than 16 MiB', async () => {
    expect(await failure(runTool(['seq', '3000000']))).toMatchObject({ code: 'TOOL_OUTPUT_LIMIT' });
  });

  it('streams any amount, with or without line ends', async () => {
    let bytes = 0;
    const onStdout = (chunk: Buffer) => {
      bytes += chunk.length;
    };
    const started = performance.now();
    await runTool(['head', '-c', '70000000', '/dev/zero'], { onStdout });
    expect(bytes).toBe(70_000_000);
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it('keeps a character that two pieces of output share', async () => {
    expect(await readTool(sh(`printf '\\303'; sleep 0.2; printf '\\251'`))).toBe('é');
  });

  it('says at debug how to run it by hand', async () => {
    const lines: string[] = [];
    const log: Log = { ...silentLog, debug: (line) => lines.push(line) };
    await runTool(['printf', '%s', `it's`], { log });
    expect(lines).toEqual([`printf %s 'it'\\''s'`]);
  });
});

describe('startTool', () => {
  it('gives no stdin unless asked', async () => {
    const cat = await startTool(['cat']);
    expect(await once(cat, 'close')).toEqual([0, null]);
  });
});

describe('a tool', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('dies when we die of %s', async (signal) => {
    await using dir = await makeTempDir();
    const script = join(dir.path, 'parent.ts');
    const lib = join(import.meta.dirname, '../../../lib/host/process.ts');
    await writeFile(
      script,
      `import { runTool } from ${JSON.stringify(lib)};
       const pid = (name) => ['sh', '-c', 'echo $$ > "$1"; exec sleep 300', 'sh', ${JSON.stringify(dir.path)} + name];
       await Promise.all([
         runTool(pid('/plain')),
         runTool(pid('/limited'), { timeoutMs: 250_000 }),
         runTool(pid('/fed'), { input: 'x' }),
       ]);`,
    );
    const parent = spawn(process.execPath, [script], { stdio: 'inherit' });
    const ended = once(parent, 'exit');
    const pids = await Promise.all(
      ['plain', 'limited', 'fed'].map((name) => waitForPid(join(dir.path, name))),
    );
    expect(pids.map(isAlive)).toEqual([true, true, true]);
    parent.kill(signal);
    await ended;
    await expect.poll(() => pids.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  });

  it('dies when what limits its time is killed', async () => {
    await using dir = await makeTempDir();
    const file = join(dir.path, 'pid');
    const argv = ['sh', '-c', 'echo $PPID > "$1.of"; echo $$ > "$1"; exec sleep 300', 'sh', file];
    const failing = expect(runTool(argv, { timeoutMs: 250_000 })).rejects.toThrow('killed');
    const pid = await waitForPid(file);
    process.kill(await waitForPid(`${file}.of`), 'SIGKILL');
    await failing;
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  });
});

describe('formatCommand', () => {
  it('quotes what a shell would take apart', async () => {
    const words = ['a b', "it's", '$x', '', 'plain/path.rpm', 'x;y', '>'];
    const line = formatCommand(['printf', '%s\\n', ...words]);
    expect((await readTool(sh(line))).split('\n').slice(0, -1)).toEqual(words);
  });
});

/** A zombie is dead, whoever is slow to bury it. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function waitForPid(file: string): Promise<number> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.endsWith('\n')) return Number(text);
    await sleep(20);
  }
}
