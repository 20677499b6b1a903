import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatBootSector, placeCore } from '../../../lib/grub/bios.ts';
import { formatGrubConfig } from '../../../lib/grub/config.ts';
import { formatGrubEnvironment, parseGrubEnvironment } from '../../../lib/grub/environment.ts';
import { readTool } from '../../../lib/host/process.ts';

const folder = await mkdtemp(join(tmpdir(), 'treesmith-grub-'));
afterAll(() => rm(folder, { recursive: true }));

const VARIABLES = new Map([
  ['treesmith_kargs', 'systemd.debug_shell=ttyS1 a="b c"'],
  ['odd', 'back\\slash'],
]);

describe('formatGrubEnvironment', () => {
  it('makes a block that grub-editenv reads', async () => {
    const path = join(folder, 'ours');
    await writeFile(path, formatGrubEnvironment(VARIABLES));
    expect(await readTool(['grub-editenv', path, 'list'])).toContain(
      'treesmith_kargs=systemd.debug_shell=ttyS1 a="b c"\n',
    );
  });

  it('makes the block that grub-editenv makes', async () => {
    const path = join(folder, 'theirs');
    await readTool(['grub-editenv', path, 'create']);
    await readTool(['grub-editenv', path, 'set', 'a=1 2', 'b=x\\y']);
    const theirs = await readFile(path);
    const variables = parseGrubEnvironment(theirs);
    expect([...variables]).toEqual([
      ['a', '1 2'],
      ['b', 'x\\y'],
    ]);
    // GRUB 2.06 writes a warning into its second line; the variables are the same.
    const ours = Buffer.from(formatGrubEnvironment(variables)).toString();
    expect(theirs.toString()).toContain(
      ours.replaceAll('#', '').trim().split('\n').slice(1).join('\n'),
    );
  });

  it('refuses more than 1024 bytes', () => {
    expect(() => formatGrubEnvironment(new Map([['a', 'x'.repeat(1000)]]))).toThrow(
      expect.objectContaining({ code: 'GRUBENV_FULL' }),
    );
  });

  it('refuses a name that GRUB could not read back', () => {
    expect(() => formatGrubEnvironment(new Map([['a=b', '']]))).toThrow(
      expect.objectContaining({ code: 'GRUBENV_BAD' }),
    );
  });
});

describe('parseGrubEnvironment', () => {
  it('reads back what formatGrubEnvironment wrote', () => {
    expect(parseGrubEnvironment(formatGrubEnvironment(VARIABLES))).toEqual(VARIABLES);
  });

  it.each([
    ['another length', Buffer.alloc(1023, '#')],
    ['another first line', Buffer.alloc(1024, '#')],
  ])('refuses %s', (_what, bytes) => {
    expect(() => parseGrubEnvironment(bytes)).toThrow(
      expect.objectContaining({ code: 'GRUBENV_BAD' }),
    );
  });
});

describe('formatGrubConfig', () => {
  it.each([{ uuid: 'd9b2b0a8-0000-8000-8000-000000000000' }, { partition: 4 }])(
    'is a script that GRUB can parse: %o',
    async (boot) => {
      const path = join(folder, 'grub.cfg');
      await writeFile(path, formatGrubConfig({ boot, timeoutSeconds: 1 }));
      await readTool(['grub-script-check', path]);
    },
  );
});

describe('GRUB for a BIOS', () => {
  const modules = '/usr/lib/grub/i386-pc';
  const core = join(folder, 'core.img');

  it('knows where its core image lies', async () => {
    const argv = [
      'grub-mkimage',
      '-d',
      modules,
      '-O',
      'i386-pc',
      '-p',
      '/',
      '-o',
      core,
      'biosdisk',
    ];
    await readTool(argv);
    const bytes = await readFile(core);
    const placed = Buffer.from(placeCore(bytes, 2048, 2 ** 20));
    expect(placed.readBigUInt64LE(500)).toBe(2049n);
    expect(placed.subarray(0, 500).equals(bytes.subarray(0, 500))).toBe(true);
    expect(placed.subarray(508, bytes.length).equals(bytes.subarray(508))).toBe(true);
    expect(placed.length % 512).toBe(0);
    expect(() => placeCore(bytes, 2048, 1024)).toThrow(/there is room for 1024/);
    expect(() => placeCore(bytes.subarray(0, 1024), 2048, 2 ** 20)).toThrow(/loads \d+ after/);
  });

  it('is started by the first sector, which keeps the partition table', async () => {
    const image = await readFile(join(modules, 'boot.img'));
    const mbr = Buffer.alloc(512, 7);
    const sector = Buffer.from(formatBootSector(image, mbr, 2048));
    expect(sector.subarray(440).equals(mbr.subarray(440))).toBe(true);
    expect(sector.subarray(3, 0x5a).equals(mbr.subarray(3, 0x5a))).toBe(true);
    expect(sector.readBigUInt64LE(0x5c)).toBe(2048n);
    expect([...sector.subarray(0x66, 0x68)]).toEqual([0x90, 0x90]);
    expect(sector.subarray(0x68, 440).equals(image.subarray(0x68, 440))).toBe(true);
    expect(() => formatBootSector(mbr, mbr, 2048)).toThrow(/boot sector/);
  });
});
