import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Log, silentLog } from '../../../lib/core/log.ts';
import {
  assertOutputFile,
  withFreeLock,
  withLock,
  writeFileAtomic,
} from '../../../lib/host/files.ts';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';

let dir: TempDir;
const lib = join(import.meta.dirname, '../../../lib/host');

beforeAll(async () => {
  dir = await makeTempDir();
});

afterAll(() => dir[Symbol.asyncDispose]());

const at = (...names: string[]) => join(dir.path, ...names);
const code = (body: Promise<unknown>) =>
  body.then(
    () => 'no error',
    (error: { code: string }) => error.code,
  );

/** Runs a TypeScript program after `mount` in a mount namespace of its own. */
async function inNamespace(mount: string, program: string): Promise<string> {
  const file = at('program.ts');
  await writeFile(file, program);
  const script = `${mount} && exec "$@"`;
  const { stdout } = await runTool(
    [
      ...['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh'],
      ...[process.execPath, file],
    ],
    { cwd: dir.path },
  );
  return stdout;
}

describe('writeFileAtomic', () => {
  it('replaces a file and leaves nothing beside it', async () => {
    await mkdir(at('w'));
    await writeFileAtomic(at('w', 'file'), 'one');
    await writeFileAtomic(at('w', 'file'), Buffer.from('two'), { mode: 0o600 });
    expect(await readFile(at('w', 'file'), 'utf8')).toBe('two');
    expect((await stat(at('w', 'file'))).mode & 0o777).toBe(0o600);
    expect(await readdir(at('w'))).toEqual(['file']);
  });

  it('lets many write at once, and one of them wins whole', async () => {
    await mkdir(at('many'));
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(50_000));
    await Promise.all(texts.map((text) => writeFileAtomic(at('many', 'file'), text)));
    expect(texts).toContain(await readFile(at('many', 'file'), 'utf8'));
    expect(await readdir(at('many'))).toEqual(['file']);
  });

  it('replaces a link, not what it leads to', async () => {
    await mkdir(at('link'));
    await writeFile(at('link', 'target'), 'kept');
    await symlink('target', at('link', 'name'));
    await writeFileAtomic(at('link', 'name'), 'new');
    expect(await readFile(at('link', 'target'), 'utf8')).toBe('kept');
    expect(await readFile(at('link', 'name'), 'utf8')).toBe('new');
  });

  it('never takes the place of a folder', async () => {
    await mkdir(at('f', 'folder'), { recursive: true });
    expect(await code(writeFileAtomic(at('f', 'folder'), 'x'))).toBe('OUTPUT_NOT_A_FILE');
    expect(await readdir(at('f'))).toEqual(['folder']);
  });

  it('says that the disk is full and keeps the old file', async () => {
    await mkdir(at('full'));
    const printed = await inNamespace(
      `mount -t tmpfs -o size=64k tmpfs '${at('full')}'`,
      `import { writeFileAtomic } from '${lib}/files.ts';
       import { readdirSync, readFileSync } from 'node:fs';
       await writeFileAtomic('${at('full')}/file', 'old');
       await writeFileAtomic('${at('full')}/file', 'x'.repeat(200_000)).catch((e) => console.log(e.code));
       console.log(readdirSync('${at('full')}').join(), readFileSync('${at('full')}/file', 'utf8'));`,
    );
    expect(printed).toBe('DISK_FULL\nfile old\n');
  });
});

describe('assertOutputFile', () => {
  it('takes a new path, also in folders that are still to be made, and a regular file', async () => {
    await writeFile(at('old'), '');
    for (const path of [at('new'), at('a', 'b', 'c.img'), at('old')]) await assertOutputFile(path);
    expect(await readdir(dir.path)).not.toContain('a');
  });

  it('refuses devices, folders, sockets, pipes and links to them', async () => {
    await mkdir(at('special', 'folder'), { recursive: true });
    await symlink('/dev/null', at('special', 'to-device'));
    await symlink('folder', at('special', 'to-folder'));
    await symlink('nothing', at('special', 'to-nothing'));
    await runTool(['mkfifo', at('special', 'pipe')]);
    const server = createServer().listen(at('special', 'socket'));
    await once(server, 'listening');
    const names = ['folder', 'to-device', 'to-folder', 'to-nothing', 'pipe', 'socket'];
    const paths = ['/dev/null', '/dev/sda-not-there', '/proc/x', '/sys/x', '/', at('old', 'below')];
    for (const path of [...names.map((name) => at('special', name)), ...paths]) {
      expect([path, await code(assertOutputFile(path))]).toEqual([path, 'OUTPUT_NOT_A_FILE']);
    }
    server.close();
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('refuses a folder that a link puts into /dev', async () => {
    await symlink('/dev', at('to-dev'));
    expect(await code(assertOutputFile(at('to-dev', 'disk.img')))).toBe('OUTPUT_NOT_A_FILE');
  });

  it('refuses a read-only folder', async () => {
    await mkdir(at('ro'));
    const printed = await inNamespace(
      `mount -t tmpfs -o ro tmpfs '${at('ro')}'`,
      `import { assertOutputFile, writeFileAtomic, makeFolder } from '${lib}/files.ts';
       const say = (e) => console.log(e.name, e.code);
       await assertOutputFile('${at('ro')}/x.qcow2').catch(say);
       await assertOutputFile('${at('ro')}/a/b.qcow2').catch(say);
       await writeFileAtomic('${at('ro')}/x', '').catch(say);
       await makeFolder('${at('ro')}/y').catch(say);`,
    );
    expect(printed).toBe('ConfigError OUTPUT_READ_ONLY\n'.repeat(4));
  });

  it('refuses a folder that the user may not write to', async () => {
    await mkdir(at('closed'));
    await chmod(dir.path, 0o755);
    await chmod(at('closed'), 0o755);
    await writeFile(
      at('ask.ts'),
      `import { assertOutputFile } from '${lib}/files.ts';
       await assertOutputFile('${at('closed')}/x').catch((e) => console.log(e.code));`,
    );
    const { stdout } = await runTool([
      ...['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'],
      ...[process.execPath, at('ask.ts')],
    ]);
    expect(stdout).toBe('OUTPUT_READ_ONLY\n');
  });
});

describe('withLock', () => {
  it('lets one in at a time', async () => {
    let inside = 0;
    let peak = 0;
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        withLock(at('locks', 'one'), async () => {
          inside += 1;
          peak = Math.max(peak, inside);
          await sleep(10);
          order.push(index);
          inside -= 1;
        }),
      ),
    );
    expect(peak).toBe(1);
    expect(order).toHaveLength(8);
  });

  it('is free again when the body throws, and hands on what it returns', async () => {
    await expect(
      withLock(at('locks', 'two'), () => Promise.reject(new Error('inside'))),
    ).rejects.toThrow('inside');
    expect(await withLock(at('locks', 'two'), async () => 'value')).toBe('value');
  });

  it('is free again when the holder is killed, and says meanwhile what it waits for', async () => {
    const file = at('holder.ts');
    await writeFile(
      file,
      `import { withLock } from '${lib}/files.ts';
       await withLock('${at('locks', 'three')}', async () => { console.log('held'); await new Promise((r) => setTimeout(r, 60_000)); });`,
    );
    const holder = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    const lines: string[] = [];
    const log: Log = {
      ...silentLog,
      info: (line) => {
        lines.push(line);
        holder.kill('SIGKILL');
      },
    };
    expect(await withLock(at('locks', 'three'), async () => 'mine', { log })).toBe('mine');
    expect(lines).toEqual([expect.stringContaining('which another run holds')]);
  });

  it('is shared by those that ask for it, and free for nobody else meanwhile', async () => {
    const path = at('locks', 'four');
    const both = await withLock(
      path,
      () => withLock(path, () => withFreeLock(path, async () => 'alone'), { shared: true }),
      { shared: true },
    );
    expect(both).toBeUndefined();
    expect(await withFreeLock(path, async () => 'alone')).toEqual({ result: 'alone' });
  });

  it('says why it cannot lock', async () => {
    await mkdir(at('locks', 'folder', 'x'), { recursive: true });
    expect(await code(withLock(at('old', 'below', 'lock'), async () => 1))).toBe(
      'OUTPUT_NOT_A_FILE',
    );
  });
});

describe('makeTempDir', () => {
  it('is private and goes away', async () => {
    let path: string;
    {
      await using temp = await makeTempDir(dir.path);
      path = temp.path;
      expect((await stat(path)).mode & 0o777).toBe(0o700);
      await writeFile(join(path, 'file'), '');
    }
    expect(await code(stat(path))).toBe('ENOENT');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'exit', 'throw'])('goes away on %s', async (how) => {
    const parent = at('temps', how);
    const file = at('temp.ts');
    await writeFile(
      file,
      `import { makeTempDir } from '${lib}/temp.ts';
       import { mkdirSync, writeFileSync } from 'node:fs';
       const temp = await makeTempDir('${parent}');
       mkdirSync(temp.path + '/deep'); writeFileSync(temp.path + '/deep/secret', 'x');
       console.log('made');
       setTimeout(() => undefined, 60_000);
       if ('${how}' === 'exit') process.exit(3);
       if ('${how}' === 'throw') setImmediate(() => { throw new Error('unforeseen'); });`,
    );
    const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    if (how.startsWith('SIG')) child.kill(how as NodeJS.Signals);
    const [exitCode, signal] = await ended;
    expect(signal ?? exitCode).toBe(how.startsWith('SIG') ? how : how === 'exit' ? 3 : 1);
    expect(await readdir(parent)).toEqual([]);
  });
});
