import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeTree } from '../../../lib/compose/compose.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import type { SmallPackage } from '../../support/small-rpms.ts';
import {
  CONTAINER,
  compose,
  failure,
  HOST,
  KERNEL,
  newFolder,
  optionsOf,
  packagesOf,
  recordingLog,
} from './harness.ts';

const LAYOUT: SmallPackage = {
  name: 'layout',
  body: `%install
cd %{buildroot}
mkdir -p etc/default usr/lib/systemd/system usr/lib/tmpfiles.d usr/share/trim/sub usr/local/bin opt/tool root srv/www var/lib/state var/log/app var/run/app
printf 'NAME=Layout\\nVERSION="12 (Old)"\\nPRETTY_NAME="Layout 12"\\n' > usr/lib/os-release
ln -s ../usr/lib/os-release etc/os-release
printf 'HOME=/home\\nSHELL=/bin/sh\\n' > etc/default/useradd
echo x > usr/share/trim/a.txt
echo x > usr/share/trim/b.txt
echo x > usr/share/trim/sub/c.txt
echo x > opt/tool/file
echo x > usr/local/bin/lost
echo x > root/.profile
echo x > var/lib/state/file
ln -s /run/elsewhere var/lib/link
echo 'd /var/log/app 0750 root root -' > usr/lib/tmpfiles.d/app.conf
printf '#!/bin/sh\\n' > usr/bin-writable
%files
/etc
/usr
/opt
/root
/srv
%attr(0700, root, root) /var/lib/state
/var/lib/link
/var/log/app
/var/run
`,
};

const host = (more = '') =>
  `ref: test/\${basearch}/main\npackages: [x]\nrepos: [x]\nselinux: false\ncontainer: true\n${more}`;

describe('layout', () => {
  it('has state in /var, by tmpfiles.d, and links at the top', async () => {
    const log = recordingLog();
    const options = await optionsOf(await packagesOf(LAYOUT, KERNEL), HOST);
    const done = await compose({ ...options, log });
    const lines = await done.ls();
    const paths = lines.map((line) => line.replace(/^(.)\d+ \d+ \d+ +\d+ /, '$1 '));
    for (const link of [
      'l /home -> var/home',
      'l /root -> var/roothome',
      'l /opt -> var/opt',
      'l /srv -> var/srv',
      'l /mnt -> var/mnt',
      'l /media -> run/media',
      'l /tmp -> sysroot/tmp',
      'l /ostree -> sysroot/ostree',
      'l /usr/local -> ../var/usrlocal',
      'l /usr/lib/sysimage/rpm -> ../../share/rpm',
    ]) {
      expect(paths).toContain(link);
    }
    expect(paths.filter((path) => path.startsWith('d /var') || path.includes(' /etc'))).toEqual([
      'd /var',
    ]);
    expect(paths).toContain('- /usr/lib/opt/tool/file');
    const autovar = await done.cat('/usr/lib/tmpfiles.d/rpm-ostree-autovar.conf');
    expect(autovar.split('\n').slice(1)).toEqual([
      'L /var/lib/link - - - - /run/elsewhere',
      'd /var/lib 0755 root root - -',
      'd /var/lib/state 0700 root root - -',
      'd /var/log 0755 root root - -',
      '',
    ]);
    expect(await done.cat('/usr/lib/tmpfiles.d/rpm-ostree-0-integration.conf')).toContain(
      'L "/var/opt/tool" - - - - ../../usr/lib/opt/tool\n',
    );
    expect(await done.cat('/usr/etc/default/useradd')).toBe('HOME=/var/home\nSHELL=/bin/sh\n');
    expect(log.lines).toContain('dropped /var/lib/state/file');
    expect(log.lines.join('\n')).toContain(
      'Not in the commit, as in rpm-ostree: /root, /srv, /usr/local',
    );
  });

  it('keeps /opt and /usr/local for opt-usrlocal: root', async () => {
    const options = await optionsOf(await packagesOf(LAYOUT), host('opt-usrlocal: root\n'));
    const paths = (await (await compose(options)).ls()).join('\n');
    expect(paths).toMatch(/ \/opt\/tool\/file$/m);
    expect(paths).toMatch(/ \/usr\/local\/bin\/lost$/m);
  });

  it('mounts state overlays for opt-usrlocal: stateoverlay', async () => {
    const options = await optionsOf(await packagesOf(LAYOUT), host('opt-usrlocal: stateoverlay\n'));
    const paths = (await (await compose(options)).ls()).join('\n');
    expect(paths).toContain('/opt -> usr/lib/opt');
    expect(paths).toContain(
      'local-fs.target.requires/ostree-state-overlay@usr-lib-opt.service -> ../ostree-state-overlay@usr-lib-opt.service',
    );
  });
});

describe('files', () => {
  it('keep capabilities and hard links; device nodes, pipes and sockets stay out', async () => {
    const odd: SmallPackage = {
      name: 'odd',
      body: `%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share
echo x > %{buildroot}/usr/bin/ping
echo one > %{buildroot}/usr/share/one
ln %{buildroot}/usr/share/one %{buildroot}/usr/share/two
%post -p /bin/bash
exec 3<>/dev/null
%posttrans -p <lua>
posix.mkfifo("/usr/share/pipe")
%files
%caps(cap_net_raw=ep) /usr/bin/ping
/usr/share/one
/usr/share/two
%dev(c, 1, 3) /usr/share/null`,
    };
    const done = await compose(await optionsOf(await packagesOf(odd)));
    const argv = ['ostree', `--repo=${done.repoPath}`, 'ls', '-X', done.commit, '/usr/bin/ping'];
    expect(await readTool(argv)).toContain('security.capability');
    expect(await done.cat('/usr/share/two')).toBe('one\n');
    expect((await done.ls('/usr/share')).join('\n')).not.toMatch(/pipe|null/);
  });

  it('of nss-altfiles move users to /usr/lib', async () => {
    const altfiles: SmallPackage = {
      name: 'nss-altfiles',
      body: `%install
mkdir -p %{buildroot}/usr/lib64 %{buildroot}/usr/lib/sysusers.d %{buildroot}/etc
echo x > %{buildroot}/usr/lib64/libnss_altfiles.so.2
printf 'g wheel 10\\ng docker 11\\nu bin 1\\n' > %{buildroot}/usr/lib/sysusers.d/a.conf
printf 'passwd: files\\ngroup: files systemd\\n' > %{buildroot}/etc/nsswitch.conf
%files
/usr/lib64/libnss_altfiles.so.2
/usr/lib/sysusers.d/a.conf
/etc/nsswitch.conf`,
    };
    const yaml = `${CONTAINER}etc-group-members: [wheel]\nmachineid-compat: false\n`;
    const done = await compose(await optionsOf(await packagesOf(altfiles), yaml));
    expect(await done.cat('/usr/etc/passwd')).toBe('root:x:0:0:root:/root:/bin/sh\n');
    expect(await done.cat('/usr/lib/passwd')).toBe('bin:x:1:1::/:/usr/sbin/nologin\n');
    expect(await done.cat('/usr/etc/group')).toBe('root:x:0:\nwheel:x:10:\n');
    expect(await done.cat('/usr/lib/group')).toBe('wheel:x:10:\ndocker:x:11:\nbin:x:1:\n');
    expect(await done.cat('/usr/etc/nsswitch.conf')).toBe(
      'passwd: files altfiles\ngroup: files altfiles systemd\n',
    );
    expect((await done.ls()).join('\n')).not.toContain('machine-id');
  });
});

describe('the kernel', () => {
  const paths = async (yaml: string, ...small: SmallPackage[]) => {
    const done = await compose(await optionsOf(await packagesOf(...small), yaml));
    return { done, text: (await done.ls()).join('\n') };
  };

  it('moves to its modules, and /boot is empty', async () => {
    const { done, text } = await paths(`${HOST}boot-location: modules\n`, KERNEL);
    expect(await done.cat('/usr/lib/modules/6.1.0-test/vmlinuz')).toBe('kernel\n');
    expect(await done.cat('/usr/lib/modules/6.1.0-test/config')).toBe('CONFIG_X=y\n');
    expect(await done.cat('/usr/lib/ostree-boot/efi/EFI/grub')).toBe('grub\n');
    expect(text).not.toMatch(/ \/boot\/|ostree-boot\/(vmlinuz|loader)/);
    expect(await done.metadata('ostree.linux')).toBe("'6.1.0-test'");
    expect(await done.metadata('ostree.bootable')).toBe('true');
  });

  it('is in /usr/lib/ostree-boot too for boot-location: new', async () => {
    const { text } = await paths(HOST, KERNEL);
    expect(text).toMatch(/ \/usr\/lib\/ostree-boot\/vmlinuz-6\.1\.0-test-[0-9a-f]{64}$/m);
  });

  it('must be there, once, unless the tree is a container', async () => {
    await expect(paths(HOST)).rejects.toEqual(failure('KERNEL_MISSING'));
    const other: SmallPackage = {
      name: 'other',
      body: `%install
mkdir -p %{buildroot}/usr/lib/modules/6.2.0-test
echo kernel > %{buildroot}/usr/lib/modules/6.2.0-test/vmlinuz
%files
/usr/lib/modules/6.2.0-test`,
    };
    await expect(paths(HOST, KERNEL, other)).rejects.toEqual(
      failure('KERNEL_AMBIGUOUS', '6.1.0-test, 6.2.0-test'),
    );
  });
});

describe('content keys', () => {
  it('add, remove, enable, and put the version into os-release', async () => {
    const options = await optionsOf(
      await packagesOf(LAYOUT),
      host(`units: [one.service]
default-target: graphical.target
mutate-os-release: "12"
add-files:
  - [motd, /etc/motd]
  - [tool, /usr/bin/tool]
remove-files: [etc/default/useradd, usr/share/nothing]
remove-from-packages:
  - [layout, '/usr/share/trim/[ab]', "/usr/share/trim/sub/.*"]
readonly-executables: true
container-cmd: [/usr/bin/tool, --serve]
add-commit-metadata: {answer: 42, list: [a, b]}
postprocess:
  - |
    #!/bin/sh
    set -eu
    cat /etc/motd > /usr/share/first
    ls / > /usr/share/root
    echo one > /etc/written
  - |
    cat /usr/share/first /usr/etc/written > /usr/share/second
postprocess-script: last
`),
      {
        motd: 'hello\n',
        tool: '#!/bin/sh\n',
        last: '#!/bin/sh\ncp /usr/share/second /usr/share/third\n',
      },
    );
    const done = await compose({ ...options, version: "12.5'x" });
    const lines = await done.ls();
    const text = lines.join('\n');
    expect(text).toContain(
      'multi-user.target.wants/one.service -> /usr/lib/systemd/system/one.service',
    );
    expect(text).toContain('/usr/lib/systemd/system/default.target -> graphical.target');
    expect(await done.cat('/usr/etc/motd')).toBe('hello\n');
    expect(await done.cat('/usr/lib/os-release')).toBe(
      "NAME=Layout\nVERSION=\"12.5'x (Old)\"\nPRETTY_NAME=\"Layout 12.5'x\"\nOSTREE_VERSION='12.5'\\''x'\n",
    );
    expect(text).toContain('/usr/etc/os-release -> ../usr/lib/os-release');
    expect(text).not.toMatch(/useradd|trim\/(a|b|sub\/)/);
    expect(await done.cat('/usr/share/third')).toBe('hello\none\n');
    expect((await done.cat('/usr/share/root')).split('\n')).not.toContain('home');
    expect(text).toMatch(/^-00555 0 0 +\d+ \/usr\/bin\/sh$/m);
    expect(text).not.toContain('rpmostree-postprocess');
    expect(await done.metadata('version')).toBe('"12.5\'x"');
    expect(await done.metadata('answer')).toBe('int64 42');
    expect(await done.metadata('list')).toBe("[<'a'>, <'b'>]");
    expect(await done.metadata('ostree.container-cmd')).toBe("['/usr/bin/tool', '--serve']");
    expect(await done.metadata('rpmostree.rpmdb.pkglist')).toBe(
      "[('layout', '0', '1.0', '1', 'noarch'), ('tiny-base', '0', '1.0', '1', 'x86_64')]",
    );
    expect(await done.metadata('rpmostree.inputhash')).toMatch(/^'[0-9a-f]{64}'$/);
  });

  it('name the script that fails, with its place and output', async () => {
    const yaml = `${CONTAINER}postprocess:\n  - "true"\n  - |\n    #!/bin/sh\n    echo oh dear\n    exit 9\n`;
    const options = await optionsOf(await packagesOf(), yaml);
    await expect(composeTree(options)).rejects.toEqual(
      failure('POSTPROCESS_FAILED', /postprocess script 2 failed with exit code 9:\noh dear/),
    );
    await expect(composeTree(options)).rejects.toMatchObject({
      place: { file: options.treefile.path, line: 8 },
    });
  });

  it('cannot reach out of the tree by a link that a package brings', async () => {
    const outside = await newFolder('outside');
    await writeFile(join(outside, 'precious'), 'x');
    const trap: SmallPackage = {
      name: 'trap',
      body: `%install
mkdir -p %{buildroot}/usr/lib/systemd %{buildroot}/usr/share
ln -s ${outside} %{buildroot}/usr/share/out
ln -s ${outside} %{buildroot}/usr/lib/tmpfiles.d
%files
/usr`,
    };
    const yaml = `${CONTAINER}remove-files: [usr/share/out/precious]\nadd-files: [[a, /usr/share/out/new]]\n`;
    await compose(await optionsOf(await packagesOf(trap), yaml, { a: 'a' })).catch(() => undefined);
    expect(await readdir(outside)).toEqual(['precious']);
  });
});

describe('ostree-layers', () => {
  const layered = (key: string) => `${CONTAINER}${key}: [overlay/05core]\n`;

  it('come from overlay.d, with modes of statoverride', async () => {
    const options = await optionsOf(await packagesOf(), layered('ostree-layers'), {
      'overlay.d/05core/usr/share/layered': 'x',
      'overlay.d/05core/usr/etc/conf': 'y',
      'overlay.d/05core/statoverride': '# comment\n=384 /usr/etc/conf\n',
    });
    const text = (await (await compose(options)).ls()).join('\n');
    expect(text).toMatch(/^-00644 0 0 +1 \/usr\/share\/layered$/m);
    expect(text).toMatch(/^-00600 0 0 +1 \/usr\/etc\/conf$/m);
    expect(text).not.toContain('statoverride');
  });

  it('may not change what a package has, override layers may', async () => {
    const files = { 'overlay.d/05core/usr/lib/os-release': 'NAME=Other\n' };
    const packages = await packagesOf(LAYOUT);
    await expect(
      composeTree(await optionsOf(packages, layered('ostree-layers'), files)),
    ).rejects.toEqual(failure('OVERLAY_CONFLICT', '/usr/lib/os-release'));
    const done = await compose(await optionsOf(packages, layered('ostree-override-layers'), files));
    expect(await done.cat('/usr/lib/os-release')).toBe('NAME=Other\n');
  });

  it('come from refs of the repository', async () => {
    const options = await optionsOf(
      await packagesOf(),
      `${CONTAINER}ostree-layers: [layers/extra]\n`,
    );
    await expect(composeTree(options)).rejects.toEqual(failure('OVERLAY_MISSING', 'layers/extra'));
    const folder = await newFolder('layer');
    await mkdir(join(folder, 'usr/share'), { recursive: true });
    await writeFile(join(folder, 'usr/share/from-ref'), 'x', { mode: 0o600 });
    const repo = `--repo=${options.repoPath}`;
    await runTool(['ostree', repo, 'init', '--mode=archive']);
    await runTool(['ostree', repo, 'commit', '--branch=layers/extra', `--tree=dir=${folder}`]);
    expect((await (await compose(options)).ls()).join('\n')).toMatch(
      /^-00600 0 0 +1 \/usr\/share\/from-ref$/m,
    );
  });
});
