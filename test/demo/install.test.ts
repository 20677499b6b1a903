import { existsSync } from 'node:fs';
import { mkdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asRoot } from '../../lib/host/privilege.ts';
import { readTool, runTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import { anvilRepository } from '../support/anvil.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DBPATH = '/usr/share/rpm';

let temporary: TempDir;
let tree: string;
let complaints: string[];

/** Installs the whole repository into an empty tree, scriptlets and triggers included, offline. */
beforeAll(async () => {
  const { rpms } = await anvilRepository();
  temporary = await makeTempDir(join(ROOT, 'test', '.work'));
  tree = join(temporary.path, 'tree');
  await mkdir(join(tree, DBPATH), { recursive: true });
  // Accounts may be there before the first package, as rpm-ostree puts them.
  await mkdir(join(tree, 'etc'));
  await writeFile(join(tree, 'etc', 'shadow'), 'root:!*:::::::\n');
  const sandbox = [
    ...['bwrap', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/run'],
    // SQLite keeps the journals of its statements there.
    ...['--tmpfs', '/tmp', '--tmpfs', '/var/tmp'],
    // The checkout may lie in either.
    ...['--ro-bind', ROOT, ROOT, '--bind', tree, tree],
    ...['--unshare-net', '--unshare-pid', '--unshare-ipc', '--die-with-parent'],
  ];
  const rpm = ['rpm', '--root', tree, '--dbpath', DBPATH, '--nosignature', '--install', ...rpms];
  const chunks: Buffer[] = [];
  await runTool(await asRoot([...sandbox, ...rpm], 'rpm --root'), {
    env: { SOURCE_DATE_EPOCH: '1800000000' },
    onStderr: (chunk) => chunks.push(chunk),
  });
  const lines = Buffer.concat(chunks).toString('utf8').split('\n');
  // rpm's exit code is 0 when a %post fails or a group is missing.
  complaints = lines.filter((line) => /error|warning|fail|not found|does not exist/i.test(line));
}, 20 * 60_000);
afterAll(async () => {
  await runTool(await asRoot(['rm', '-rf', '--one-file-system', tree], 'removing the tree'));
  await temporary[Symbol.asyncDispose]();
});

const inTree = (path: string) => join(tree, path);
const read = async (path: string) =>
  readTool(await asRoot(['cat', inTree(path)], 'reading the tree'));

describe('installing all of Anvil', () => {
  it('runs every scriptlet without complaint', () => {
    expect(complaints).toEqual([]);
  });

  it('leaves what the packages say', async () => {
    const verify = ['rpm', '--root', tree, '--dbpath', DBPATH, '--verify', '--all', '--nodeps'];
    const { stdout } = await runTool(await asRoot(verify, 'rpm --root'), { okExitCodes: [0, 1] });
    expect(stdout.trim()).toBe('');
  });

  it('makes the accounts that check-passwd and check-groups ask for', async () => {
    const sorted = (text: string) => text.trim().split('\n').sort();
    const wanted = async (name: string) => sorted(await readFile(join(ROOT, 'demo', name), 'utf8'));
    expect(sorted(await read('etc/passwd'))).toEqual(await wanted('passwd'));
    expect(sorted(await read('etc/group'))).toEqual(await wanted('group'));
  });

  it('gives root an empty password and nobody else any', async () => {
    const passwords = (await read('etc/shadow'))
      .trim()
      .split('\n')
      .map((line) => line.split(':').slice(0, 2).join(':'));
    expect(passwords.filter((text) => /:($|\$)/.test(text))).toEqual(['root:']);
    expect(passwords.filter((text) => text.startsWith('root:'))).toHaveLength(1);
    expect(await read('etc/ssh/sshd_config.d/50-anvil.conf')).toContain(
      'PasswordAuthentication no',
    );
  });

  it('gives files to their users and keeps set-id bits', async () => {
    const rows: readonly (readonly [string, number, number])[] = [
      ['usr/sbin/unix_chkpwd', 0o2755, 42],
      ['usr/bin/sudo', 0o4755, 0],
      ['usr/bin/su', 0o4755, 0],
      ['usr/bin/ssh-agent', 0o2755, 101],
      ['usr/lib/dbus-1.0/dbus-daemon-launch-helper', 0o4754, 81],
      ['etc/shadow', 0o640, 42],
      ['etc/gshadow', 0o640, 42],
      ['etc/sudoers', 0o440, 0],
      ['tmp', 0o1777, 0],
    ];
    for (const [path, mode, gid] of rows) {
      const found = await stat(inTree(path));
      expect([path, (found.mode & 0o7777).toString(8), found.gid]).toEqual([
        path,
        mode.toString(8),
        gid,
      ]);
    }
  });

  it('enables what the presets name and nothing else', async () => {
    const state = async (unit: string) => {
      const query = ['systemctl', '--root', tree, 'is-enabled', unit];
      return (await runTool(query, { okExitCodes: [0, 1] })).stdout.trim();
    };
    for (const unit of ['ssh.service', 'systemd-networkd.service', 'systemd-resolved.service']) {
      expect([unit, await state(unit)]).toEqual([unit, 'enabled']);
    }
    for (const unit of ['ostree-remount.service', 'sshd-keygen.service', 'fstrim.timer']) {
      expect([unit, await state(unit)]).toEqual([unit, 'enabled']);
    }
    expect(await state('podman.socket')).toBe('disabled');
    expect(await state('rsync.service')).toBe('disabled');
    expect(await state('systemd-networkd-wait-online.service')).toBe('masked');
    expect(await state('systemd-firstboot.service')).toBe('masked');
  });

  it('runs file triggers: libraries, hardware database', async () => {
    expect((await stat(inTree('etc/ld.so.cache'))).size).toBeGreaterThan(5000);
    expect((await stat(inTree('usr/lib/udev/hwdb.bin'))).size).toBeGreaterThan(1_000_000);
  });

  it('prepares certificates, shells, links and the kernel', async () => {
    const certificates = await read('etc/ssl/certs/ca-certificates.crt');
    expect(certificates.split('BEGIN CERTIFICATE').length).toBeGreaterThan(100);
    expect(await read('etc/shells')).toBe('/bin/sh\n/bin/bash\n/usr/bin/sh\n/usr/bin/bash\n');
    expect(await readlink(inTree('bin'))).toBe('usr/bin');
    expect(await readlink(inTree('usr/bin/awk'))).toBe('mawk');
    expect(await readlink(inTree('etc/resolv.conf'))).toContain('systemd/resolve');
    const [kernel = ''] = (await readTool(['ls', inTree('usr/lib/modules')])).split('\n');
    expect(existsSync(inTree(`usr/lib/modules/${kernel}/modules.dep.bin`))).toBe(true);
  });

  it('makes no host keys, no machine id and no log', async () => {
    const names = (
      await readTool(['find', inTree('etc/ssh'), inTree('etc/machine-id')], { okExitCodes: [0, 1] })
    ).split('\n');
    expect(names.filter((name) => /ssh_host|machine-id$/.test(name))).toEqual([]);
    const logs = await readTool(await asRoot(['find', inTree('var/log'), '-type', 'f'], 'reading'));
    expect(logs).toBe('');
  });
});
