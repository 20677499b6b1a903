import { globSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Log, silentLog } from '../../../lib/core/log.ts';
import { runTool } from '../../../lib/host/process.ts';
import { detectPackageManager, setupHost } from '../../../lib/host/setup.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { findTool, locateTool, packageHint, TOOLS } from '../../../lib/host/tools.ts';

let dir: TempDir;

beforeAll(async () => {
  dir = await makeTempDir();
});

afterAll(() => dir[Symbol.asyncDispose]());

/** Runs `body` with a PATH of `folders` alone. */
async function withPath<T>(folders: string, body: () => Promise<T>): Promise<T> {
  const path = process.env.PATH;
  process.env.PATH = folders;
  try {
    return await body();
  } finally {
    process.env.PATH = path;
  }
}

describe('detectPackageManager', () => {
  it.each([
    ['ID=debian\nVERSION_ID="12"', 'apt'],
    ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian', 'apt'],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"', 'apt'],
    ['ID=fedora', 'dnf'],
    ['ID="almalinux"\nID_LIKE="rhel centos fedora"', 'dnf'],
    ["ID='centos'", 'dnf'],
  ])('knows %j', (text, expected) => {
    expect(detectPackageManager(text)).toBe(expected);
  });

  it('does not know another system', () => {
    expect(detectPackageManager('ID=alpine\nPRETTY_NAME="Alpine Linux v3.20"')).toBeUndefined();
    expect(detectPackageManager('')).toBeUndefined();
  });
});

describe('TOOLS', () => {
  it('names each tool once, with a package of each system', () => {
    const names = TOOLS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { apt, dnf } of TOOLS)
      expect(`${apt} ${dnf}`).toMatch(/^[a-z0-9+._-]+ [a-z0-9+._-]+$/);
  });

  it('has every tool that our code runs', () => {
    // Of coreutils, which no system is without, or the system's own by their nature.
    const given = ['cat', 'chown', 'cp', 'env', 'rm', 'sh', 'true', 'apt-config', 'dpkg-query'];
    const known = new Set([...given, ...TOOLS.map(({ name }) => name)]);
    const root = join(import.meta.dirname, '../../..');
    const run = globSync('{lib,cli,demo}/**/*.ts', { cwd: root, exclude: ['demo/out/**'] }).flatMap(
      (file) =>
        [
          ...readFileSync(join(root, file), 'utf8').matchAll(
            /(?:runTool|readTool|startTool)\(\s*\[\s*(?:\.\.\.\[\s*)?'([^'/]+)'/g,
          ),
        ].map((match) => match[1] ?? ''),
    );
    expect(run.length).toBeGreaterThan(20);
    expect(run.filter((name) => !known.has(name))).toEqual([]);
  });

  it('gives packages that bring the tool, on this system', async () => {
    if (findTool('dpkg-query') === undefined) return;
    const found = (
      await Promise.all(TOOLS.map(async (tool) => ({ tool, path: await locateTool(tool) })))
    ).flatMap(({ tool, path }) => (path === undefined ? [] : [{ tool, path }]));
    // Debian's lists still have the names from before /usr was merged.
    const names = (path: string) => [...new Set([path, path.replace(/^\/usr(?=\/s?bin\/)/, '')])];
    const { stdout } = await runTool(
      ['dpkg-query', '--search', ...found.flatMap(({ path }) => names(path))],
      { okExitCodes: [0, 1] },
    );
    const owners = stdout.split('\n').map((line) => line.split(': '));
    for (const { tool, path } of found) {
      const owner = owners
        .filter(([, file]) => names(path).includes(file ?? ''))
        // A package that can be installed for several architectures is listed with its own.
        .map(([name]) => name?.replace(/:.*/, ''));
      expect([tool.name, owner]).toEqual([tool.name, [tool.apt]]);
    }
  });
});

describe('findTool', () => {
  it('takes PATH in its order, files that may be executed only', async () => {
    for (const [folder, mode] of [
      ['a', 0o644],
      ['b', 0o755],
      ['c', 0o755],
    ] as const) {
      await mkdir(join(dir.path, folder), { recursive: true });
      await writeFile(join(dir.path, folder, 'mytool'), '');
      await chmod(join(dir.path, folder, 'mytool'), mode);
    }
    await mkdir(join(dir.path, 'd', 'mytool'), { recursive: true });
    const path = ['d', 'a', 'relative', 'b', 'c'].map((name) => join(dir.path, name)).join(':');
    expect(await withPath(path, async () => findTool('mytool'))).toBe(
      join(dir.path, 'b', 'mytool'),
    );
    expect(await withPath('.:', async () => findTool('mytool'))).toBeUndefined();
  });

  it('looks into the sbin folders, which a user may not have in PATH', async () => {
    expect(await withPath('/nonexistent', async () => findTool('mkfs.ext4'))).toMatch(
      /sbin\/mkfs.ext4$/,
    );
  });

  it('knows the names of other distributions', async () => {
    await symlink('/bin/true', join(dir.path, 'grub2-mkimage'));
    const found = await withPath(dir.path, async () => findTool('grub-mkimage'));
    expect(found).toBe(join(dir.path, 'grub2-mkimage'));
  });
});

describe('packageHint', () => {
  it('says how to get a tool', () => {
    expect(packageHint('ostree')).toContain('apt-get install ostree');
    expect(packageHint('bwrap')).toContain('dnf install bubblewrap');
    expect(packageHint('no-such-tool')).toContain('PATH');
  });
});

describe('setupHost', () => {
  it('does nothing when all is there', async () => {
    await setupHost({ log: silentLog });
    const started = performance.now();
    const lines: string[] = [];
    const log: Log = { ...silentLog, info: (line) => lines.push(line) };
    const report = await setupHost({ log, purposes: ['build', 'demo', 'test'] });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(report.installed).toEqual([]);
    expect(lines).toEqual([]);
    expect(report.tools.filter(({ path }) => path === undefined)).toEqual([]);
    expect(report.tools.find(({ name }) => name === 'rpm')?.version).toMatch(/^\d/);
    expect(report.table.join('\n')).toMatch(/^rpm +\d/m);
    expect(report.table.join('\n')).toMatch(/^KVM +(yes|no): \S/m);
    expect(report.cores).toBeGreaterThan(0);
  });

  it('with --dry-run says what it would install', async () => {
    // Everything but QEMU, as on a machine that lacks it.
    const bin = join(dir.path, 'bin');
    await mkdir(bin);
    for (const { name, files } of TOOLS) {
      const path = files === undefined ? findTool(name) : undefined;
      if (path !== undefined && !name.startsWith('qemu')) await symlink(path, join(bin, name));
    }
    await symlink(findTool('dpkg-query') ?? '', join(bin, 'dpkg-query'));
    const report = await withPath(bin, () => setupHost({ log: silentLog, dryRun: true }));
    expect(report.installed).toEqual(['qemu-system-x86', 'qemu-utils']);
    expect(report.table.join('\n')).toMatch(/^qemu-img +missing +package qemu-utils$/m);
  });

  it('installs what is missing, with package lists only when needed', async () => {
    // A stand-in for apt-get that writes down how it is called: the machine stays as it is.
    const bin = join(dir.path, 'apt-bin');
    await mkdir(bin);
    for (const { name, files } of TOOLS) {
      const path = files === undefined ? findTool(name) : undefined;
      const fake = name === 'apt-get' || name === 'qemu-img';
      if (path !== undefined && !fake) await symlink(path, join(bin, name));
    }
    for (const name of ['dpkg-query']) {
      await symlink(findTool(name) ?? '', join(bin, name));
    }
    const calls = join(dir.path, 'apt-calls');
    await writeFile(
      join(bin, 'apt-get'),
      `#!/bin/sh
       echo "$*" >> ${calls}
       case "$*" in
       *update*) exit 0;;
       *) [ $(/usr/bin/wc -l < ${calls}) -gt 1 ] || { echo "E: 404 Not Found" >&2; exit 100; }
          /bin/ln -s ${findTool('qemu-img')} ${bin}/qemu-img;;
       esac\n`,
      { mode: 0o755 },
    );
    const report = await withPath(bin, () => setupHost({ log: silentLog }));
    expect(report.installed).toEqual(['qemu-utils']);
    const lines = (await readFile(calls, 'utf8')).trim().split('\n');
    expect(lines.map((line) => line.match(/(install|update)\b.*$/)?.[0])).toEqual([
      'install -y --no-install-recommends qemu-utils',
      'update',
      'install -y --no-install-recommends qemu-utils',
    ]);
  });
});

describe('setupHost on a system that it does not know', () => {
  const program = (path: string) => `
    import { setupHost } from '${join(import.meta.dirname, '../../../lib/host/setup.ts')}';
    import { silentLog } from '${join(import.meta.dirname, '../../../lib/core/log.ts')}';
    process.env.PATH = '${path}';
    await setupHost({ log: silentLog }).then(
      (report) => console.log(report.tools.every((tool) => tool.path), report.packageManager),
      (error) => console.log(error.name, error.code, error.message),
    );`;

  async function run(path: string): Promise<string> {
    const osRelease = join(dir.path, 'os-release');
    await writeFile(osRelease, 'ID=other\nPRETTY_NAME="Other Linux"\n');
    await writeFile(join(dir.path, 'setup.ts'), program(path));
    const script = 'mount --bind "$0" "$(readlink -f /etc/os-release)" && exec "$@"';
    const { stdout } = await runTool([
      ...['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, osRelease],
      ...[process.execPath, join(dir.path, 'setup.ts')],
    ]);
    return stdout;
  }

  it('is content when nothing is missing', async () => {
    expect(await run(process.env.PATH ?? '')).toBe('true undefined\n');
  });

  it('names what is missing', async () => {
    expect(await run('/nonexistent')).toMatch(
      /^ConfigError PACKAGE_MANAGER_UNKNOWN Other Linux is neither .* lacks .*\bostree\b/,
    );
  });
});
