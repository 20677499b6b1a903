import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertReproducible, checkCompose } from '../../../lib/compose/check.ts';
import { composeTree } from '../../../lib/compose/compose.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { findTool } from '../../../lib/host/tools.ts';
import type { SmallPackage } from '../../support/small-rpms.ts';
import {
  CONTAINER,
  compose,
  failure,
  newFolder,
  openCommit,
  optionsOf,
  packagesOf,
} from './harness.ts';

/** What scriptlets leave that differs from day to day, all of which must be made alike. */
const RESTLESS: SmallPackage = {
  name: 'restless',
  body: `%install
mkdir -p %{buildroot}/etc/ssh %{buildroot}/var/log
%post
cat /proc/sys/kernel/random/uuid | sed s/-//g > /etc/machine-id
cat /proc/sys/kernel/random/uuid > /etc/ssh/ssh_host_ed25519_key
date +%s > /etc/.updated
date > /var/log/installed
echo "restless:*:$(($(date +%s) / 86400)):0:99999:7:::" >> /etc/shadow
cp /etc/passwd /etc/passwd-
touch /etc/.pwd.lock
%files
/etc/ssh
/var/log`,
};

const CLOCKED: SmallPackage = {
  name: 'clocked',
  body: `%install
mkdir -p %{buildroot}/usr/share/clocked
touch %{buildroot}/usr/share/clocked/stamp
%post
cat /proc/sys/kernel/random/uuid > /usr/share/clocked/stamp
cat /proc/sys/kernel/random/uuid > /etc/clocked
%files
/usr/share/clocked`,
};

describe('composeTree', () => {
  it('gives one checksum in two folders, on two days', async () => {
    const packages = await packagesOf(RESTLESS);
    const first = await composeTree(await optionsOf(packages));
    const second = await onAnotherDay(async () =>
      composeTree(await optionsOf([...packages].reverse())),
    );
    expect(second.commit).toBe(first.commit);
  });

  it('leaves nothing of the day in the commit', async () => {
    const done = await compose(await optionsOf(await packagesOf(RESTLESS)));
    expect(await done.cat('/usr/etc/machine-id')).toBe('');
    expect(await done.cat('/usr/etc/shadow')).toContain('restless:*::0:99999:7:::\n');
    const paths = (await done.ls()).join('\n');
    expect(paths).not.toMatch(/ssh_host|\.updated|passwd-|\.pwd\.lock|rpmdb\.sqlite-|\.rpm\.lock/);
  });

  it('depends on the day given, and on what is in the treefile', async () => {
    const packages = await packagesOf();
    const base = await composeTree(await optionsOf(packages));
    const later = await composeTree({
      ...(await optionsOf(packages)),
      sourceDateEpoch: 1_700_000_001,
    });
    const other = await composeTree(
      await optionsOf(packages, `${CONTAINER}postprocess: ["true"]\n`),
    );
    expect(new Set([base.commit, later.commit, other.commit]).size).toBe(3);
    expect(new Set([base.inputHash, later.inputHash, other.inputHash]).size).toBe(3);
  });

  it('has a package database that rpm reads from a read-only folder', async () => {
    const done = await compose(await optionsOf(await packagesOf()));
    const folder = join(await newFolder(), 'tree');
    await runTool(['ostree', `--repo=${done.repoPath}`, 'checkout', '-U', done.commit, folder]);
    const db = join(folder, 'usr/share/rpm');
    expect(await readdir(db)).toEqual(['rpmdb.sqlite']);
    expect([...(await readFile(join(db, 'rpmdb.sqlite'))).subarray(18, 20)]).toEqual([1, 1]);
    const listing = await readTool([
      'bwrap',
      ...['--ro-bind', '/', '/', '--ro-bind', db, '/mnt', '--tmpfs', '/tmp', '--'],
      ...['rpm', '--dbpath', '/mnt', '-qa', '--qf', '%{NEVRA} %{INSTALLTIME} %{INSTALLTID}\\n'],
    ]);
    expect(listing).toBe('tiny-base-1.0-1.x86_64 1700000000 1700000000\n');
    expect(await readTool(['sqlite3', join(db, 'rpmdb.sqlite'), 'PRAGMA integrity_check'])).toBe(
      'ok\n',
    );
  });
});

describe('checkCompose', () => {
  it('publishes the commit and finds no difference', async () => {
    const options = await optionsOf(await packagesOf(RESTLESS));
    const result = await checkCompose(options);
    assertReproducible(result);
    expect(result.differences).toEqual([]);
    expect(await readTool(['ostree', `--repo=${options.repoPath}`, 'rev-parse', 'test/main'])).toBe(
      `${result.first.commit}\n`,
    );
    expect(await readdir(options.workDir)).toEqual(['first']);
  });

  it('names the differing paths and their packages', async () => {
    const result = await checkCompose(await optionsOf(await packagesOf(CLOCKED)));
    expect(result.differences).toEqual([
      { path: '/usr/etc/clocked', what: 'content or mode', package: undefined },
      { path: '/usr/share/clocked/stamp', what: 'content or mode', package: 'clocked' },
    ]);
    expect(() => assertReproducible(result)).toThrow(
      failure('NOT_REPRODUCIBLE', '/usr/share/clocked/stamp: content or mode (clocked)') as Error,
    );
  });
});

describe('a signed commit', () => {
  let homedir: string;
  let keyId: string;

  beforeAll(async () => {
    homedir = await newFolder('gnupg');
    await chmod(homedir, 0o700);
    const gpg = ['gpg', '--homedir', homedir, '--batch', '--passphrase', ''];
    await runTool([
      ...gpg,
      '--quick-gen-key',
      'Test <test@example.org>',
      'ed25519',
      'sign',
      'never',
    ]);
    const keys = await readTool([...gpg, '--with-colons', '--list-keys']);
    keyId = /^fpr:+([0-9A-F]+):/m.exec(keys)?.[1] ?? '';
  });

  afterAll(() => runTool(['gpgconf', '--homedir', homedir, '--kill', 'all']));

  it('has the checksum of the unsigned one, and a client verifies it and the summary', async () => {
    const packages = await packagesOf();
    const unsigned = await composeTree(await optionsOf(packages));
    const options = { ...(await optionsOf(packages)), gpg: { homedir, keyId } };
    const { commit } = await composeTree(options);
    expect(commit).toBe(unsigned.commit);
    const key = join(await newFolder(), 'key.asc');
    await writeFile(
      key,
      await readTool(['gpg', '--homedir', homedir, '--armor', '--export', keyId]),
    );
    const client = join(await newFolder(), 'client');
    const ostree = ['ostree', `--repo=${client}`];
    await runTool([...ostree, 'init', '--mode=archive']);
    await runTool([
      ...[...ostree, 'remote', 'add', `--gpg-import=${key}`, '--set=gpg-verify-summary=true'],
      ...['origin', `file://${options.repoPath}`],
    ]);
    await runTool([...ostree, 'pull', 'origin', 'test/main']);
    expect(await openCommit(client, commit).metadata('rpmostree.inputhash')).toMatch(/^'/);
    const left = () => readTool(['pgrep', '-f', homedir], { okExitCodes: [0, 1] });
    await expect.poll(left, { timeout: 20_000 }).toBe('');
  });
});

/** Runs `body` with rpm and ostree seven years ahead: a bwrap on PATH preloads libfaketime. */
async function onAnotherDay<T>(body: () => Promise<T>): Promise<T> {
  const bin = await newFolder('bin');
  const bwrap = findTool('bwrap') ?? '';
  const library = (
    await readTool([
      'sh',
      '-c',
      'ls /usr/lib*/*/faketime/libfaketime.so.1 /usr/lib*/faketime/libfaketime.so.1 2>/dev/null || true',
    ])
  )
    .trim()
    .split('\n')[0];
  const script = `#!/bin/sh
n=$#
while [ $n -gt 0 ]; do
  if [ "$1" = -- ]; then set -- "$@" --setenv LD_PRELOAD ${library} --setenv FAKETIME +2557d; fi
  set -- "$@" "$1"
  shift
  n=$((n - 1))
done
exec ${bwrap} "$@"
`;
  await writeFile(join(bin, 'bwrap'), script, { mode: 0o755 });
  const path = process.env['PATH'];
  process.env['PATH'] = `${bin}${delimiter}${path}`;
  try {
    const clock = ['bwrap', '--ro-bind', '/', '/', '--', 'date', '+%s'];
    const ahead = Number(await readTool(clock)) - Date.now() / 1000;
    expect(Math.round(ahead / 86_400)).toBe(2557);
    return await body();
  } finally {
    process.env['PATH'] = path;
  }
}
