import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { inspectImage } from '../../../lib/inspect/inspect-image.ts';
import { type Fixtures, makeFixtures, noise } from './fixtures.ts';

let fixtures: Fixtures;
const path = (name: string) => fixtures.path(name);
const rulesOf = async (file: string) => (await inspectImage(file)).findings.map(({ rule }) => rule);

/** The start of a bzImage, with a protected-mode part of so many units of 16 bytes. */
function makeKernel(units = 64): Buffer {
  const kernel = Buffer.alloc(1024 + units * 16);
  kernel.writeUInt8(1, 0x1f1);
  kernel.writeUInt32LE(units, 0x1f4);
  kernel.writeUInt16LE(0xaa55, 0x1fe);
  kernel.write('HdrS', 0x202, 'latin1');
  kernel.writeUInt16LE(0x100, 0x20e);
  kernel.write('6.1.0-anvil (builder)\0', 0x300, 'latin1');
  return kernel;
}

/** An archive in cpio's new ASCII form, without compression. */
function makeCpio(...names: string[]): Buffer {
  const member = (name: string, content: string) => {
    const fields = [1, 0o100755, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length + 1, 0];
    const head = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}${name}\0`;
    const pad = (text: string) => text.padEnd(Math.ceil(text.length / 4) * 4, '\0');
    return pad(head) + pad(content);
  };
  const members = [...names.map((name) => member(name, 'content')), member('TRAILER!!!', '')];
  return Buffer.from(members.join(''), 'latin1');
}

const folder = async (files: Readonly<Record<string, Buffer>>) => {
  await rm(path('boot'), { recursive: true, force: true });
  await mkdir(path('boot'));
  for (const [name, bytes] of Object.entries(files)) await writeFile(path(`boot/${name}`), bytes);
  return path('boot');
};

beforeAll(async () => {
  fixtures = await makeFixtures();
});
afterAll(() => fixtures?.remove());

describe('kernel and initramfs', () => {
  it('are known in a folder by their content, and in an archive', async () => {
    const files = await folder({
      a: makeKernel(),
      b: makeCpio('init', 'bin/sh'),
      'boot.ipxe': Buffer.from('#!ipxe\n'),
    });
    const expected = {
      format: 'kernel+initrd',
      details: {
        files: [
          { path: 'a', kind: 'kernel', architecture: 'x86_64', version: '6.1.0-anvil (builder)' },
          { path: 'b', kind: 'initrd', members: 2, archives: ['none'] },
          { path: 'boot.ipxe', kind: 'other' },
        ],
      },
      findings: [],
    };
    expect(await inspectImage(files)).toMatchObject(expected);
    await runTool(['tar', '-czf', path('boot.tar.gz'), '-C', files, 'a', 'b', 'boot.ipxe']);
    expect(await inspectImage(path('boot.tar.gz'))).toMatchObject(expected);
  });

  it.each([
    ['gzip', ['gzip', '-k']],
    ['xz', ['xz', '-k', '--check=crc32']],
    ['zstd', ['zstd', '-q', '-k']],
  ])(
    'of which one is compressed with %s behind microcode are read to the end',
    async (name, argv) => {
      await writeFile(path('late'), makeCpio('init'));
      await rm(path(`late.${name}`), { force: true });
      const suffix = { gzip: 'gz', xz: 'xz', zstd: 'zst' }[name];
      await rm(path(`late.${suffix}`), { force: true });
      await runTool([...argv, path('late')]);
      const early = Buffer.concat([
        makeCpio('kernel/x86/microcode/GenuineIntel.bin'),
        Buffer.alloc(512),
      ]);
      await writeFile(
        path('initrd'),
        Buffer.concat([early, await readFile(path(`late.${suffix}`))]),
      );
      expect(await inspectImage(path('initrd'))).toMatchObject({
        format: 'initrd',
        details: { members: 2, archives: ['none', name] },
        findings: [],
      });
    },
  );

  it('of which several are compressed with zstd, zeros between them, are read to the end', async () => {
    const zstd = async (name: string, ...members: string[]) => {
      await writeFile(path(name), makeCpio(...members));
      await runTool(['zstd', '-q', '-f', path(name)]);
      return readFile(path(`${name}.zst`));
    };
    const [first, second] = [await zstd('one', 'bin/sh'), await zstd('two', 'init')];
    const zeros = Buffer.alloc(4 - (first.length % 4) + 4);
    await writeFile(path('twice'), Buffer.concat([first, zeros, second, Buffer.alloc(3)]));
    expect(await inspectImage(path('twice'))).toMatchObject({
      format: 'initrd',
      details: { members: 2, archives: ['zstd', 'zstd'] },
      findings: [],
    });
    const files = await folder({ kernel: makeKernel(), initrd: await readFile(path('twice')) });
    expect(await inspectImage(files)).toMatchObject({ format: 'kernel+initrd', findings: [] });
  });

  it('with a root file system are for PXE', async () => {
    await writeFile(path('noise'), noise(100_000));
    await runTool(['mksquashfs', path('noise'), path('root.sfs'), '-quiet', '-no-progress']);
    const files = await folder({ kernel: makeKernel(), initrd: makeCpio('init') });
    await cp(path('root.sfs'), `${files}/root.img`);
    expect(await inspectImage(files)).toMatchObject({
      format: 'pxe',
      fileSystems: [{ type: 'squashfs', details: { path: 'root.img' } }],
      findings: [],
    });
    await cp(path('root.sfs'), `${files}/root2.img`);
    expect(await rulesOf(files)).toEqual(['pxe-architecture']);
    expect(
      await inspectImage(
        await folder({ kernel: makeKernel(), initrd: makeCpio('init', 'root.squashfs') }),
      ),
    ).toMatchObject({ format: 'pxe' });
  });

  it('must be whole, one kernel with an initramfs that has /init', async () => {
    expect(await rulesOf(await folder({ kernel: makeKernel() }))).toEqual(['pxe-initrd']);
    expect(
      await rulesOf(
        await folder({ kernel: makeKernel().subarray(0, 1500), initrd: makeCpio('init') }),
      ),
    ).toEqual(['kernel-size']);
    expect(
      await rulesOf(await folder({ kernel: makeKernel(), initrd: makeCpio('sbin/init') })),
    ).toEqual(['initrd-init']);
    expect(
      await rulesOf(await folder({ a: makeKernel(), b: makeKernel(), initrd: makeCpio('init') })),
    ).toEqual(['pxe-kernel']);
    const cut = makeCpio('init', 'bin').subarray(0, 200);
    expect(await rulesOf(await folder({ a: makeKernel(), initrd: cut }))).toEqual([
      'initrd-members',
      'initrd-init',
    ]);
  });

  it('may be one file each', async () => {
    await writeFile(path('vmlinuz'), makeKernel());
    expect(await inspectImage(path('vmlinuz'))).toMatchObject({ format: 'kernel', findings: [] });
    expect(await inspectImage(path('anvil.efi'))).toMatchObject({
      format: 'uki',
      bootLoaders: [{ kind: 'uki', details: { osRelease: 'Anvil 12' } }],
      findings: [],
    });
  });
});
