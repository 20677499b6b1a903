import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debianPackages } from '../../demo/packages.ts';
import { prepareRemix } from '../../demo/prepare-remix.ts';
import { isNative } from '../../lib/host/foreign-programs.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import { readRemix } from '../../lib/remix/remix.ts';

const demo = join(import.meta.dirname, '../../demo');
const native = isNative('aarch64') ? 'aarch64' : 'x86_64';

let dir: TempDir;

beforeAll(async () => {
  dir = await makeTempDir();
});

afterAll(() => dir[Symbol.asyncDispose]());

describe('prepareRemix', () => {
  it('takes the remix of the demo as it is when no other architecture is asked for', async () => {
    const remix = await prepareRemix(['x86_64'], dir.path);
    if (native === 'x86_64')
      expect(remix).toEqual({ path: join(demo, 'remix.yaml'), architectures: ['x86_64'] });
    expect(await prepareRemix([], dir.path)).toMatchObject({ architectures: [native] });
  });

  it('writes one for all architectures that are asked for, with the same lockfile', async () => {
    const { path, architectures } = await prepareRemix(['aarch64', 'x86_64'], join(demo, 'out'));
    expect([...architectures].sort()).toEqual(['aarch64', 'x86_64']);
    expect(architectures[0]).toBe(native);
    expect(path).toBe(join(demo, 'out', 'remix.yaml'));
    const [remix, plain] = await Promise.all([path, join(demo, 'remix.yaml')].map(readRemix));
    expect(remix).toEqual({ ...plain, path, architectures, directory: join(demo, 'out') });
    expect(await readFile(remix?.treefile ?? '', 'utf8')).toContain('packages-aarch64');
  });

  it('refuses an architecture that Anvil is not made for', async () => {
    await expect(prepareRemix(['s390x'], dir.path)).rejects.toMatchObject({
      code: 'ARCHITECTURE_UNKNOWN',
      message: expect.stringContaining('x86_64 and aarch64'),
    });
  });
});

describe('debianPackages', () => {
  it('asks for a kernel and a boot loader of the architecture, where Anvil boots', () => {
    const boot = (basearch: 'x86_64' | 'aarch64' | 's390x') =>
      debianPackages(basearch).filter((name) => /^(grub-efi|linux-image|systemd-boot)/.test(name));
    expect(boot('x86_64')).toEqual([
      'grub-efi-amd64-bin',
      'linux-image-cloud-amd64',
      'systemd-boot',
    ]);
    expect(boot('aarch64')).toEqual([
      'grub-efi-arm64-bin',
      'linux-image-cloud-arm64',
      'systemd-boot',
    ]);
    expect(boot('s390x')).toEqual([]);
  });
});
