import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { estimateDiskNeed } from '../../../lib/build/disk-need.ts';
import { checkDiskSpace } from '../../../lib/build/disk-space.ts';
import { readSetupNeed } from '../../../lib/build/setup-need.ts';
import type { Lockfile } from '../../../lib/remix/lockfile.ts';
import { parseRemix, type Remix } from '../../../lib/remix/remix.ts';

const MIB = 2 ** 20;

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'treesmith-test-disk-space-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function remixOf(images: string): Remix {
  const head = 'name: anvil\ntreefile: anvil.yaml\nlockfile: rpms.lock.yaml\n';
  const text = `${head}architectures: [x86_64]\nimages:\n${images}`;
  return parseRemix(text, join(folder, 'remix.yaml'));
}

function lockOf(sizeBytes: number): Lockfile {
  const package_ = {
    ...{
      url: 'https://mirror.invalid/a.rpm',
      repoid: 'anvil',
      size: sizeBytes,
      name: 'a',
      evr: '1-1',
    },
    ...{
      checksum: `sha256:${'0'.repeat(64)}`,
      sourcerpm: 'a-1-1.src.rpm',
      arch: 'x86_64',
      buildtime: 1,
    },
  };
  const arch = { arch: 'x86_64', packages: [package_], source: [], module_metadata: [] as const };
  return {
    ...{ lockfileVersion: 1, lockfileVendor: 'redhat', arches: [arch] },
    treesmith: { inputHash: '', repositories: [] },
  };
}

const QCOW2 = '  - { name: cloud, format: qcow2 }\n';
const RAW = '  - { name: metal, format: raw }\n';

describe('estimateDiskNeed', () => {
  it('takes what Anvil took, and some more', () => {
    // 167 MiB of packages became a tree of 417 MiB, a store of 350 MiB and a qcow2 of 115 MiB.
    const need = estimateDiskNeed(remixOf(QCOW2), lockOf(167 * MIB));
    expect(need.storeBytes).toBeGreaterThan(350 * MIB);
    expect(need.outputBytes).toBeGreaterThan(115 * MIB);
    expect(need.workBytes).toBeGreaterThan(1.1 * 417 * MIB);
    expect(need.bytes).toBeLessThan(2 * (350 + 115 + 1.3 * 417) * MIB);
  });

  it('counts every image, and what is not compressed as it is', () => {
    const one = estimateDiskNeed(remixOf(QCOW2), lockOf(100 * MIB));
    const two = estimateDiskNeed(remixOf(QCOW2 + RAW), lockOf(100 * MIB));
    const plain = '  - { name: cloud, format: qcow2, compression: none }\n';
    expect(two.outputBytes).toBeGreaterThan(one.outputBytes + 250 * MIB);
    expect(estimateDiskNeed(remixOf(plain), lockOf(100 * MIB)).outputBytes).toBeGreaterThan(
      250 * MIB,
    );
  });
});

describe('checkDiskSpace', () => {
  const places = () => ({ storePath: join(folder, 'no', 'store'), outDir: join(folder, 'out') });

  it('says that it fits', async () => {
    const report = await checkDiskSpace(remixOf(QCOW2), lockOf(MIB), places());
    expect(report.short).toEqual([]);
    expect(report.lines.join('\n')).toMatch(/^disk {6}anvil takes about \d+\.\d MiB in .*out, /);
  });

  it('says by how much it does not', async () => {
    const report = await checkDiskSpace(remixOf(QCOW2), lockOf(2 ** 50), places());
    expect(report.short).toHaveLength(1);
    expect(report.lines[0]).toContain('TOO SMALL: anvil takes about');
  });
});

describe('readSetupNeed', () => {
  it('knows the architectures before there is a lock', async () => {
    const own = join(folder, 'own');
    await mkdir(own);
    await writeFile(
      join(own, 'remix.yaml'),
      `name: a\ntreefile: a.yaml\narchitectures: [x86_64, aarch64]\n`,
    );
    const need = await readSetupNeed(join(own, 'remix.yaml'), { storePath: own, outDir: own });
    expect(need).toEqual({ architectures: ['x86_64', 'aarch64'], disk: undefined });
  });
});
