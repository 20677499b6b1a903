import { chmod, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import type { Span } from '../../../lib/core/timeline.ts';
import { hasPasswordlessSudo, isRoot } from '../../../lib/host/privilege.ts';
import { runPrivileged } from '../../../lib/host/privileged-run.ts';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { runUnprivileged, UNPRIVILEGED_ID } from '../../support/unprivileged.ts';

const UID = UNPRIVILEGED_ID;

let dir: TempDir;
let lib: string;

/** Runs a TypeScript program as a user and returns what it printed. */
async function asUser(program: string, sudoRule?: string): Promise<string> {
  const file = join(dir.path, 'user.ts');
  await writeFile(file, program);
  const { stdout, stderr } = await runUnprivileged([process.execPath, file], {
    scratch: dir.path,
    cwd: '/',
    ...(sudoRule === undefined ? {} : { sudoRule }),
  });
  return `${stdout}${stderr}`;
}

/** The program that both sides are: `entry.ts` serves, a user's script asks. */
const ENTRY = (lib: string) => `
  import { writeFile, mkdir, symlink } from 'node:fs/promises';
  import { ConfigError } from '${lib}/core/errors.ts';
  import { makeTempDir } from '${lib}/host/temp.ts';
  import { runTool } from '${lib}/host/process.ts';
  import { servePrivileged } from '${lib}/host/privileged-serve.ts';
  export const tasks = {
    make: async ({ folder, secret }, log) => {
      await mkdir(folder + '/deep', { recursive: true });
      await writeFile(folder + '/deep/file', 'made');
      await symlink('/etc/hostname', folder + '/link');
      log.info('uid ' + process.getuid());
      await log.group('Work', async () => log.warn('careful', { file: 'a.yaml', line: 3 }));
      const bar = log.progress('Count', 2, 'packages'); bar.advance(2); bar.done();
      return { length: secret.length, argv: process.argv.slice(2), env: JSON.stringify(process.env).includes(secret) };
    },
    fail: async ({ folder }) => {
      await mkdir(folder);
      throw new ConfigError('SOME_CODE', 'it went wrong', { hint: 'mend it', place: { file: 'x', line: 1 }, cause: new Error('why') });
    },
    sleep: async () => { await runTool(['sleep', '0.2']); },
    vanish: async () => process.kill(process.pid, 'SIGKILL'),
    wait: async ({ folder }) => {
      await using temp = await makeTempDir(folder);
      await writeFile(folder + '/started', String(process.pid));
      await new Promise((done) => setTimeout(done, 60_000));
    },
  };
  if (process.argv[2] === 'serve') await servePrivileged(tasks);
`;

const USER_SCRIPT = (lib: string, folder: string, body: string) => `
  import { runPrivileged } from '${lib}/host/privileged-run.ts';
  import { hasPasswordlessSudo, isRoot } from '${lib}/host/privilege.ts';
  import { silentLog } from '${lib}/core/log.ts';
  import { tasks } from '${folder}/entry.ts';
  const lines = [];
  const log = { ...silentLog, info: (t) => lines.push(t), warn: (t, p) => lines.push(t + ' ' + p.file + ':' + p.line),
    group: async (t, b) => { lines.push('>' + t); const r = await b(); lines.push('<' + t); return r; },
    progress: (t, n, u) => ({ advance: (a) => lines.push('+' + a + ' of ' + n + ' ' + u), done: () => lines.push('done') }) };
  const run = (task, more = {}) => runPrivileged({ task, tasks, log, outputs: ['${folder}/out/x'],
    input: { folder: '${folder}/out/x', secret: 'hunter2' + '!', ...more }, entry: [process.execPath, '${folder}/entry.ts', 'serve'] });
  ${body}
`;

beforeAll(async () => {
  dir = await makeTempDir();
  await chmod(dir.path, 0o755);
  // The user may not be allowed to look into our checkout.
  lib = join(dir.path, 'lib');
  const source = join(import.meta.dirname, '../../../lib');
  for (const folder of ['core', 'host']) {
    await cp(join(source, folder), join(lib, folder), { recursive: true });
  }
  await writeFile(join(dir.path, 'package.json'), '{"type":"module"}');
  await cp(join(source, '../node_modules/@actions'), join(dir.path, 'node_modules/@actions'), {
    recursive: true,
  });
  await writeFile(join(dir.path, 'entry.ts'), ENTRY(lib));
});

afterAll(() => dir[Symbol.asyncDispose]());

describe('root', () => {
  it('runs a task in its own process', async () => {
    expect(isRoot()).toBe(true);
    const tasks = { double: async (input: never) => (input as number) * 2 };
    const options = { task: 'double', input: 21, outputs: [], tasks, log: silentLog, entry: [] };
    expect(await runPrivileged(options)).toBe(42);
  });
});

describe('a user with passwordless sudo', () => {
  async function outFolder(): Promise<string> {
    const folder = join(dir.path, 'out');
    await runTool(['rm', '-rf', folder]);
    await mkdir(folder);
    await runTool(['chown', `${UID}:${UID}`, folder]);
    return folder;
  }

  it('hears of the tools that the other self ran, on the same clock', async () => {
    await outFolder();
    const printed = await asUser(
      USER_SCRIPT(
        lib,
        dir.path,
        `const { reportingTimeline, withTimeline } = await import('${lib}/core/timeline.ts');
         const spans = [];
         const timeline = reportingTimeline({ span: (span) => spans.push(span), sample: () => {} });
         await withTimeline(timeline, () => timeline.span('all', { kind: 'phase' }, () => run('sleep')));
         console.log(JSON.stringify(spans));`,
      ),
    );
    const spans: Span[] = JSON.parse(printed);
    const [sleep, all] = ['sleep', 'all'].map((name) => spans.find((span) => span.name === name));
    expect(sleep).toMatchObject({ kind: 'tool', ok: true });
    expect((sleep?.endMs ?? 0) - (sleep?.startMs ?? 0)).toBeGreaterThanOrEqual(200);
    expect(sleep?.startMs).toBeGreaterThan(all?.startMs ?? Infinity);
    expect(sleep?.endMs).toBeLessThan(all?.endMs ?? 0);
    expect(spans.map(({ name }) => name)).not.toContain('sudo');
  });

  it('runs a task as root, and owns what it leaves', async () => {
    const out = await outFolder();
    const printed = await asUser(
      USER_SCRIPT(
        lib,
        dir.path,
        `console.log(JSON.stringify({ root: isRoot(), sudo: await hasPasswordlessSudo(), result: await run('make'), lines }));`,
      ),
    );
    const answer = JSON.parse(printed);
    expect(answer).toMatchObject({ root: false, sudo: true });
    expect(answer.result).toEqual({ length: 8, argv: ['serve'], env: false });
    expect(answer.lines).toEqual([
      'uid 0',
      '>Work',
      'careful a.yaml:3',
      '<Work',
      '+2 of 2 packages',
      'done',
    ]);
    for (const name of ['x', 'x/deep', 'x/deep/file']) {
      expect((await stat(join(out, name))).uid).toBe(UID);
    }
    expect((await stat('/etc/hostname')).uid).toBe(0);
  });

  it('hears of a failure as if it had been here', async () => {
    const out = await outFolder();
    const printed = await asUser(
      USER_SCRIPT(
        lib,
        dir.path,
        `await run('fail').catch((e) => console.log(JSON.stringify([e.name, e.code, e.message, e.hint, e.place, e.cause.message])));`,
      ),
    );
    expect(JSON.parse(printed)).toEqual([
      'ConfigError',
      'SOME_CODE',
      'it went wrong',
      'mend it',
      { file: 'x', line: 1 },
      'why',
    ]);
    expect((await stat(join(out, 'x'))).uid).toBe(UID);
  });

  it('hears that the other self vanished', async () => {
    await outFolder();
    const printed = await asUser(
      USER_SCRIPT(lib, dir.path, `await run('vanish').catch((e) => console.log(e.code));`),
    );
    expect(printed).toContain('PRIVILEGED_FAILED');
  });

  it('takes the other self along when it is killed', async () => {
    const out = await outFolder();
    const printed = await asUser(
      USER_SCRIPT(
        lib,
        dir.path,
        `import { existsSync, readFileSync } from 'node:fs';
         const timer = setInterval(() => {
           if (!existsSync('${dir.path}/out/x/started')) return;
           if (readFileSync('${dir.path}/out/x/started', 'utf8') === '') return;
           console.log(readFileSync('${dir.path}/out/x/started', 'utf8'));
           process.kill(process.pid, 'SIGKILL');
         }, 20);
         await import('node:fs/promises').then((fs) => fs.mkdir('${dir.path}/out/x'));
         await run('wait');`,
      ),
    ).catch((error: { message: string }) => error.message);
    expect(printed).not.toContain('timed out');
    const pid = Number(await readFile(join(out, 'x', 'started'), 'utf8'));
    for (let tries = 0; tries < 800 && (await isAlive(pid)); tries += 1) {
      await new Promise((done) => setTimeout(done, 50));
    }
    expect(await isAlive(pid)).toBe(false);
    expect(await readdir(join(out, 'x'))).toEqual(['started']);
  });
});

describe('a user without sudo', () => {
  it('is told what to do', async () => {
    const printed = await asUser(
      USER_SCRIPT(
        lib,
        dir.path,
        `console.log(await hasPasswordlessSudo()); await run('make').catch((e) => console.log(e.name, e.code, e.hint));`,
      ),
      '# nobody',
    );
    expect(printed).toMatch(/^false\nConfigError NOT_PRIVILEGED .*passwordless sudo/);
  });
});

describe('hasPasswordlessSudo', () => {
  it('is true for root where sudo is installed', async () => {
    expect(await hasPasswordlessSudo()).toBe(true);
  });
});

async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State:\tZ');
  return !/^State:\s+Z/m.test(status);
}
