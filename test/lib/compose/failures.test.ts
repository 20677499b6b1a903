import { existsSync, globSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type ComposeOptions, composeTree } from '../../../lib/compose/compose.ts';
import { readPackages } from '../../../lib/compose/packages.ts';
import { removeFolder } from '../../../lib/compose/work-dir.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool, startTool } from '../../../lib/host/process.ts';
import { findTool } from '../../../lib/host/tools.ts';
import { formatTestRpm } from '../../support/rpm-bytes.ts';
import type { SmallPackage } from '../../support/small-rpms.ts';
import { CONTAINER, compose, failure, HOST, newFolder, optionsOf, packagesOf } from './harness.ts';

const child = join(import.meta.dirname, 'compose-child.ts');

/** Writes the options for compose-child.ts. */
async function writeOptions({ treefile, log: _log, ...options }: ComposeOptions): Promise<string> {
  const path = join(await newFolder(), 'options.json');
  await writeFile(path, JSON.stringify({ ...options, treefilePath: treefile.path }));
  return path;
}

const read = (bytes: Buffer) => async () => {
  const path = join(await newFolder(), 'hostile.rpm');
  await writeFile(path, bytes);
  return readPackages([path], () => true);
};

describe('a payload path', () => {
  it.each([
    ['with ..', '/usr/share/../../etc/passwd'],
    ['that is relative', 'usr/bin/x'],
    ['with a line break', '/usr/share/a\nb'],
    ['with a line break that looks like a record', '/usr/share/a\nF\t33188\t0\t/../x'],
    ['with a control character', '/usr/share/a\u0007b'],
  ])('%s is refused before anything is installed', async (_what, file) => {
    const rpm = formatTestRpm({ format: 6, files: ['/usr/bin/fine', file] });
    await expect(read(rpm)()).rejects.toEqual(failure('PAYLOAD_PATH_UNSAFE', 'package made'));
  });

  it('that is sound is read', async () => {
    const [header] = await read(
      formatTestRpm({ format: 6, files: ['/usr/bin/a', '/etc/b..c/d'] }),
    )();
    expect(header?.files.map(({ path }) => path)).toEqual(['/usr/bin/a', '/etc/b..c/d']);
  });
});

describe('a compose that is killed', () => {
  /** With other bytes for each \`tries\`: what the repository has is compressed no more. */
  const slow = (seconds: string, tries = 1): SmallPackage => ({
    name: 'slow',
    body: `%install
# ${tries}
mkdir -p %{buildroot}/usr/share/slow
for n in 1 2 3 4; do head -c 20M /dev/urandom | base64 > %{buildroot}/usr/share/slow/$n; done
%post
touch /usr/share/slow/running
sleep ${seconds}
%files
/usr/share/slow`,
  });

  it.each([
    ['in a scriptlet', '120.5', 'work/compose/tree/usr/share/slow/running'],
    ['while files are compressed ahead', '0', 'work/prepared/*'],
    ['while objects are written', '0', 'repo/objects/*/*'],
  ])(
    '%s leaves the repository whole, no process, and a folder that the next one clears',
    async (_when, seconds, sign) => {
      const options = { ...(await optionsOf(await packagesOf())), treeInMemory: false };
      const folder = join(options.repoPath, '..');
      let before: Awaited<ReturnType<typeof compose>>;
      for (let tries = 1; ; tries += 1) {
        before = await compose(options);
        const packages = await packagesOf(slow(seconds, tries));
        const doomed = await writeOptions({ ...options, packages });
        const signs = () => globSync(sign, { cwd: folder }).length;
        const there = signs();
        const process_ = await startTool([process.execPath, child, doomed]);
        const ended = new Promise((resolve) => process_.once('exit', resolve));
        while (process_.exitCode === null && signs() <= there) await sleep(5);
        process_.kill('SIGKILL');
        await ended;
        // Where this process stood still meanwhile, the other one was further, or done, before it was killed.
        if (globSync('work/compose/*', { cwd: folder }).length > 0) break;
        expect(tries).toBeLessThan(10);
      }
      const left = () => readTool(['pgrep', '-f', options.workDir], { okExitCodes: [0, 1] });
      await expect.poll(left, { timeout: 60_000, interval: 200 }).toBe('');
      const ostree = ['ostree', `--repo=${options.repoPath}`];
      await runTool([...ostree, 'fsck']);
      expect(await readTool([...ostree, 'rev-parse', 'test/main'])).toBe(`${before.commit}\n`);
      const after = await compose({ ...options, packages: await packagesOf(slow('0')) });
      expect(after.commit).not.toBe(before.commit);
      await runTool([...ostree, 'fsck']);
      expect(await readdir(options.workDir)).toEqual(['compose.lock']);
    },
    240_000,
  );
});

describe('a full disk', () => {
  const big: SmallPackage = {
    name: 'big',
    body: `%install
mkdir -p %{buildroot}/usr/share/big
for n in 1 2 3 4; do head -c 4M /dev/urandom > %{buildroot}/usr/share/big/$n; done
%files
/usr/share/big`,
  };

  it.each([
    ['while committing', 'repoPath' as const],
    ['while installing', 'workDir' as const],
  ])('%s is one clear error, and the ref stays', async (_what, where) => {
    const options = { ...(await optionsOf(await packagesOf(big))), treeInMemory: false };
    await mkdir(options[where], { recursive: true });
    const script = `mount -t tmpfs -o size=12m tmpfs "$1"
"$2" "$3" "$4" && ls "$5/refs/heads"`;
    const argv = [
      options[where],
      process.execPath,
      child,
      await writeOptions(options),
      options.repoPath,
    ];
    const { stdout } = await runTool(['unshare', '--mount', 'sh', '-c', script, 'sh', ...argv], {
      okExitCodes: [0, 2],
    });
    const [line = '', ...refs] = stdout.trim().split('\n');
    expect(JSON.parse(line)).toEqual({
      code: 'DISK_FULL',
      message: expect.stringContaining(options[where]),
    });
    expect(refs).toEqual([]);
  });
});

describe('removeFolder', () => {
  it('follows no link', async () => {
    const outside = await newFolder('outside');
    await writeFile(join(outside, 'kept'), 'x');
    const folder = await newFolder('inside');
    await symlink(outside, join(folder, 'link'));
    await removeFolder(folder, silentLog);
    expect(existsSync(folder)).toBe(false);
    expect(await readFile(join(outside, 'kept'), 'utf8')).toBe('x');
  });

  it('refuses to enter a mount', async () => {
    const folder = await newFolder('mounted');
    await mkdir(join(folder, 'a b'));
    const module = join(import.meta.dirname, '../../../lib/compose/work-dir.ts');
    const code = `import(${JSON.stringify(module)}).then((m) => m.removeFolder(${JSON.stringify(folder)}, { debug() {} })).catch((error) => console.log(error.code, error.message))`;
    const script = 'mount -t tmpfs tmpfs "$1/a b"; touch "$1/a b/file"; "$2" -e "$3"; ls "$1/a b"';
    const out = await readTool([
      'unshare',
      '--mount',
      'sh',
      '-c',
      script,
      'sh',
      folder,
      process.execPath,
      code,
    ]);
    expect(out).toContain(`WORK_DIR_MOUNTED not deleting ${folder}: ${folder}/a b is mounted`);
    expect(out).toMatch(/\nfile\n$/);
  });
});

describe('what is missing', () => {
  it('is said: a ref, a tool, a key, a previous commit', async () => {
    const options = await optionsOf(await packagesOf());
    const { ref: _ref, ...treefile } = options.treefile;
    await expect(composeTree({ ...options, treefile })).rejects.toEqual(failure('REF_MISSING'));
    await expect(composeTree({ ...options, previousCommit: 'a'.repeat(64) })).rejects.toEqual(
      failure('PREVIOUS_MISSING'),
    );
    const homedir = await newFolder('empty-gnupg');
    await expect(composeTree({ ...options, gpg: { homedir, keyId: 'ABCD' } })).rejects.toEqual(
      failure('SIGN_FAILED', 'ABCD'),
    );
    const refs = await readTool(['ostree', `--repo=${options.repoPath}`, 'refs']);
    expect(refs).toBe('');
  });

  it('is said: getfattr', async () => {
    const bin = await newFolder('bin');
    const tools = ['bwrap', 'rpm', 'setpriv', 'flock', 'cat', 'rm', 'timeout', 'sh', 'sync'];
    for (const tool of tools) {
      await symlink(findTool(tool) ?? '', join(bin, tool));
    }
    const env = { PATH: bin };
    const options = await writeOptions(await optionsOf(await packagesOf(), CONTAINER));
    const script = 'PATH=$1 exec "$2" "$3" "$4"';
    // Only PATH decides: /usr/sbin and /sbin, which are looked in too, have no getfattr.
    const out = await readTool(['sh', '-c', script, 'sh', bin, process.execPath, child, options], {
      env: { ...env, PATH: `${bin}:/usr/bin` },
    });
    expect(JSON.parse(out)).toEqual({ code: 'TOOL_MISSING', message: 'getfattr is not installed' });
  });

  it('is said: dracut', async () => {
    const { KERNEL } = await import('./harness.ts');
    const options = await optionsOf(
      await packagesOf(KERNEL),
      HOST.replace('no-initramfs: true\n', ''),
    );
    await expect(composeTree(options)).rejects.toEqual(failure('INITRAMFS_FAILED', 'dracut'));
  });
});
