import { globSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { convertDeb } from '../../demo/deb/convert.ts';
import { parseListedDirectories } from '../../demo/deb/extract.ts';
import { readVirtualNames } from '../../demo/deb/virtual-names.ts';
import { sha256 } from '../../lib/core/digest.ts';
import { silentLog } from '../../lib/core/log.ts';
import { asRoot } from '../../lib/host/privilege.ts';
import { readTool, runTool } from '../../lib/host/process.ts';
import { makeTempDir } from '../../lib/host/temp.ts';
import { type AnvilRepository, anvilRepository, newerAnvilRepository } from '../support/anvil.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CACHE = join(ROOT, 'demo', 'out', 'cache');

let anvil: AnvilRepository;
beforeAll(async () => {
  anvil = await anvilRepository();
}, 20 * 60_000);

const query = async (format: string, rpms = anvil.rpms) =>
  (
    await readTool([
      'rpm',
      '--query',
      '--nosignature',
      '--queryformat',
      format,
      '--package',
      ...rpms,
    ])
  )
    .trim()
    .split('\n');

describe("Anvil's repository", () => {
  it('holds some 215 packages for one machine', async () => {
    expect(anvil.rpms.length).toBeGreaterThan(200);
    expect(new Set(await query('%{ARCH}\\n'))).toEqual(new Set(['noarch', 'x86_64']));
  });

  it('lets every package be installed beside every other', async () => {
    await using temporary = await makeTempDir();
    const rpm = ['rpm', '--root', temporary.path, '--dbpath', '/usr/share/rpm', '--nosignature'];
    await runTool(await asRoot([...rpm, '--test', '--install', ...anvil.rpms], 'rpm --root'));
  });

  it('is signed, package by package, by the key that it serves', async () => {
    await using temporary = await makeTempDir();
    const keys = ['rpmkeys', '--dbpath', temporary.path];
    await runTool([...keys, '--import', join(anvil.path, 'RPM-GPG-KEY-anvil')]);
    const report = await readTool([...keys, '--checksig', ...anvil.rpms]);
    expect(
      report
        .trim()
        .split('\n')
        .filter((line) => !line.endsWith('digests signatures OK')),
    ).toEqual([]);
    const repomd = join(anvil.path, 'x86_64', 'repodata', 'repomd.xml');
    const ring = join(temporary.path, 'ring.gpg');
    await runTool([
      'gpg',
      '--homedir',
      temporary.path,
      '--batch',
      '--dearmor',
      '--output',
      ring,
      anvil.keyPath,
    ]);
    await runTool(['gpgv', '--keyring', ring, `${repomd}.asc`, repomd]);
  });

  it('has scriptlets in shell and Lua, file triggers and sysusers.d', async () => {
    const rows = await query(
      '%{NAME}|%{POSTINPROG}|%{POSTTRANSPROG}|%{PREINPROG}|[%{TRANSFILETRIGGERNAME} ]\\n',
    );
    const of = Object.fromEntries(rows.map((row) => [row.split('|')[0], row.split('|').slice(1)]));
    expect(of['base-passwd']?.[0]).toBe('<lua>');
    expect(of['bash']?.[0]).toBe('<lua>');
    expect(of['ca-certificates']?.[1]).toBe('<lua>');
    expect(of['systemd']?.[1]).toBe('/bin/sh');
    expect(of['anvil-release']?.[1]).toBe('/bin/sh');
    expect(of['dbus-system-bus-common']?.[2]).toBe('/bin/sh');
    // Once for installation, once for removal.
    expect(of['libc-bin']?.[3]).toBe('/usr/lib /usr/lib /usr/lib64 /usr/lib64 ');
    expect(of['systemd']?.[3]).toBe('/usr/lib/sysusers.d ');
    expect(of['udev']?.[3]).toBe('/usr/lib/udev/hwdb.d ');
    const files = await readTool([
      'rpm',
      '--query',
      '--nosignature',
      '--list',
      '--package',
      ...anvil.rpms,
    ]);
    for (const name of ['dbus', 'openssh-server', 'udev', 'systemd-network']) {
      expect(files).toContain(`/usr/lib/sysusers.d/${name}.conf\n`);
    }
  });

  it('merges /usr and keeps kernels beside their modules', async () => {
    const files = await readTool([
      'rpm',
      '--query',
      '--nosignature',
      '--list',
      '--package',
      ...anvil.rpms,
    ]);
    const paths = files.split('\n');
    expect(paths.filter((path) => /^\/(bin|sbin|lib|lib64)\//.test(path))).toEqual([]);
    expect(paths.filter((path) => /^\/boot\/./.test(path))).toEqual([]);
    expect(paths.filter((path) => /^\/usr\/lib\/modules\/[^/]+\/vmlinuz$/.test(path))).toHaveLength(
      1,
    );
    expect(paths.filter((path) => path.startsWith('/etc/ssh/ssh_host_'))).toEqual([]);
  });

  it('names source packages, licences and build times, and no machine', async () => {
    const rows = await query(
      '%{NAME}|%{SOURCERPM}|%{LICENSE}|%{BUILDTIME}|%{BUILDHOST}|%{PACKAGER}\\n',
    );
    const row = (name: string) =>
      rows.find((text) => text.startsWith(`${name}|`))?.split('|') ?? [];
    expect(row('libsystemd0')[1]).toMatch(/^systemd-252\..*\.src\.rpm$/);
    expect(row('zlib1g')[2]).toBe('Zlib');
    for (const text of rows) expect(text.endsWith('|anvil.invalid|(none)'), text).toBe(true);
    expect(Number(row('bash')[3])).toBeGreaterThan(1_600_000_000);
  });
});

describe('newerAnvilRepository', () => {
  let newer: AnvilRepository;
  beforeAll(async () => {
    newer = await newerAnvilRepository();
  });

  it('adds a newer anvil-release and changes nothing else', async () => {
    const names = (repository: AnvilRepository) => repository.rpms.map((path) => basename(path));
    const added = names(newer).filter((name) => !names(anvil).includes(name));
    expect(added).toEqual(['anvil-release-12-2.noarch.rpm']);
    expect(names(anvil).filter((name) => !names(newer).includes(name))).toEqual([]);
    const times = (await query('%{BUILDTIME} %{NAME}\\n', newer.rpms)).sort();
    expect(times.at(-1)).toMatch(/ anvil-release$/);
  });
});

describe('convertDeb', () => {
  it.each(['passwd', 'dbus', 'systemd-resolved', 'bash'])(
    'makes the same bytes of %s again',
    async (name) => {
      const debs = globSync(join(CACHE, 'debs', 'archives', '*.deb')).sort();
      const find = (wanted: string) =>
        debs.find((path) => basename(path).startsWith(`${wanted}_`)) ?? '';
      const contents = await readTool(['dpkg-deb', '--contents', find('base-files')]);
      await using temporary = await makeTempDir();
      const workDir = join(temporary.path, 'in', 'another', 'place');
      await mkdir(workDir, { recursive: true });
      const rpm = await convertDeb(find(name), {
        workDir,
        recipes: join(ROOT, 'demo', 'packages'),
        sharedDirectories: parseListedDirectories(contents),
        virtualNames: new Set(await readVirtualNames(debs)),
        log: silentLog,
      });
      // Of another version, too, when a newer one was tried; of older recipes.
      const folders = join(CACHE, 'packages', `${name}-${'[0-9a-f]'.repeat(16)}`);
      const known = globSync(join(folders, basename(rpm))).map((path) => readFile(path));
      expect((await Promise.all(known)).map(sha256)).toContain(sha256(await readFile(rpm)));
      await rm(workDir, { recursive: true });
    },
    240_000,
  );
});
