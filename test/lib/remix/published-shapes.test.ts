import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Basearch } from '../../../lib/host/architecture.ts';
import { readTreefile, type VariableValue } from '../../../lib/remix/treefile.ts';

const data = join(import.meta.dirname, '../../data/treefiles');
const read = (
  file: string,
  basearch: Basearch = 'x86_64',
  variables: Readonly<Record<string, VariableValue>> = {},
) => readTreefile(join(data, file), { basearch, variables });

describe('readTreefile', () => {
  it('reads a chain of includes with conditions, as Fedora CoreOS has it', async () => {
    const treefile = await read('coreos/manifest.yaml');
    expect(treefile.files.map((file) => basename(file))).toEqual([
      'manifest.yaml',
      'product.yaml',
      'base.yaml',
      'kernel.yaml',
      'tools.yaml',
      'development.yaml',
      'grub.yaml',
      'old.yaml',
    ]);
    expect(treefile.ref).toBe('example/x86_64/core/testing');
    expect(treefile.packages).toEqual([
      'example-release-core',
      'grub2',
      'irqbalance',
      'kernel',
      'moby-engine',
      'podman >= 4.1',
      'runc',
      'skopeo',
      'systemd',
    ]);
    expect(treefile.excludePackages).toEqual(['dnf', 'perl', 'python3']);
    expect(treefile.ostreeLayers).toEqual([
      'overlay/05core',
      'overlay/08nouveau',
      'overlay/15product',
    ]);
    expect(treefile.postprocess.map(({ script }) => script)).toEqual([
      'echo grub',
      'echo tools',
      'echo kernel',
      'echo base',
      'echo product',
      'echo outermost',
    ]);
    expect(treefile.postprocess.at(-1)?.origin).toMatchObject({ line: 10, column: 5 });
    expect(treefile.checkPasswd).toEqual({
      type: 'file',
      path: join(data, 'coreos/manifests/passwd'),
    });
    expect(treefile.checkGroups).toEqual({
      type: 'file',
      path: join(data, 'coreos/manifests/group'),
    });
    expect(treefile.automaticVersionPrefix).toBe('40.<date:%Y%m%d>.dev');
    expect(treefile.mutateOsRelease).toBe('40');
    expect(treefile.releasever).toBe('40');
    expect(treefile.lockfileRepos).toEqual(['pool']);
    expect(treefile.addCommitMetadata).toEqual({
      'example-core.nested': { kept: '$' + '{stream}' },
      'example-core.stream': 'testing',
    });
    expect(treefile.rojig?.summary).toBe('Example Core 40');
    expect(treefile.rpmdb).toBe('target');
    expect(treefile.recommends).toBe(false);
    expect(treefile.warnings).toEqual([]);
  });

  it('takes the packages and the conditions of the asked architecture alone', async () => {
    const treefile = await read('coreos/manifest.yaml', 's390x');
    expect(treefile.packages).toContain('s390utils-core');
    expect(treefile.packages).not.toContain('grub2');
    expect(treefile.packages).not.toContain('irqbalance');
    expect(treefile.ref).toBe('example/s390x/core/testing');
  });

  it('lets a variant override a ref, as the Atomic desktops do', async () => {
    const treefile = await read('atomic/desktop.yaml');
    expect(treefile.ref).toBe('example/rolling/x86_64/desktop');
    expect(treefile.packages).toEqual(['bash', 'flatpak', 'gnome-shell', 'grub2', 'microcode_ctl']);
    expect(treefile.bootLocation).toBe('modules');
    expect(treefile.defaultTarget).toBe('graphical.target');
    expect(treefile.automaticVersionPrefix).toBe('44');
    expect(treefile.warnings).toEqual([]);
  });

  it('applies edition 2024, as the bootc base images do', async () => {
    const treefile = await read('bootc/stream.yaml');
    expect(treefile).toMatchObject({
      edition: '2024',
      bootLocation: 'modules',
      tmpIsDir: true,
      containerCmd: ['/sbin/init'],
      optUsrlocal: 'root',
      machineidCompat: false,
      rpmdbNormalize: true,
      recommends: false,
      releasever: 'stream10',
      metadata: { summary: 'Starting point for stream10' },
    });
    expect(treefile.packages).toEqual([
      '/usr/bin/dnf',
      'bootc >= 1.0',
      'coreutils',
      'dnf',
      'firewalld',
      'subscription-manager',
    ]);
    expect(treefile.removeFromPackages[0]).toEqual({
      package: 'systemd',
      patterns: ['/usr/lib/systemd/system/sysinit.target.wants/systemd-firstboot.service'],
    });
  });

  it('reads arch-include, repovars and repo-packages, as Rocky does', async () => {
    const treefile = await read('rocky/manifest.yaml');
    expect(treefile.ref).toBe('rocky/8/x86_64/minimal/devel');
    expect(treefile.repovars).toEqual({ rltype: 'minimal' });
    expect(treefile.repoPackages).toEqual([
      { repo: 'baseos', packages: ['kernel', 'kernel-modules', 'kernel-modules-extra'] },
    ]);
    expect(treefile.automaticVersionPrefix).toBe('8/minimal/devel <date:%Y.%m>');
    expect(treefile.units).toEqual(['getty@tty1.service']);
    expect(treefile.warnings.map(({ message }) => message.split(':')[0])).toEqual([
      '"cliwrap" is deprecated',
    ]);
    expect((await read('rocky/manifest.yaml', 'aarch64')).packages).toContain('shim');
  });

  it('reads comps groups, as Ultramarine does', async () => {
    const treefile = await read('ultramarine/variants/desktop.yaml');
    expect(treefile.groups.map(({ origin: _origin, ...group }) => group)).toEqual([
      {
        id: 'common-product',
        kind: 'group',
        optional: true,
        blacklist: ['firefox-langpacks'],
      },
      { id: 'guest-agents', kind: 'group', optional: false, blacklist: [] },
      { id: 'hardware-support', kind: 'group', optional: true, blacklist: ['bcm283x-firmware'] },
      {
        id: 'budgie-desktop',
        kind: 'group',
        optional: true,
        blacklist: ['PackageKit-command-not-found', 'evince-nautilus'],
      },
      { id: 'fonts', kind: 'group', optional: true, blacklist: [] },
      { id: 'core', kind: 'group', optional: false, blacklist: [] },
      { id: 'server-product-environment', kind: 'environment', optional: false, blacklist: [] },
    ]);
    expect(treefile.packages).toEqual(['firefox', 'ultramarine-release']);
  });

  it('takes keys in place under a condition, as OpenShift does', async () => {
    const rhel = await read('openshift/packages.yaml', 'x86_64', { osversion: 'rhel-9.8' });
    expect(rhel.repos).toEqual(['rhel-9.8-baseos', 'rhel-9.8-appstream']);
    const centos = await read('openshift/packages.yaml', 'x86_64', { osversion: 'centos-10' });
    expect(centos.repos).toEqual(['c10s-baseos']);
    expect(centos.postprocess.map(({ script }) => script)).toEqual(['echo in place', 'echo own']);
    const other = await read('openshift/packages.yaml', 'x86_64', { osversion: 'rhel-7' });
    expect(other.repos).toEqual(['ENOEXIST']);
  });

  it('reads JSON with keys that are comments', async () => {
    const treefile = await read('json/treefile.json');
    expect(treefile.packages).toEqual(['bar', 'baz', 'foo', 'grub2', 'grub2-tools']);
    expect(treefile.ref).toBe('exampleos/x86_64/blah');
    expect(treefile.gpgKey).toBe('0123456789ABCDEF');
    expect(treefile.warnings).toEqual([]);
  });
});
