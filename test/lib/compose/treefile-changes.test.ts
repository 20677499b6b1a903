import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeTree } from '../../../lib/compose/compose.ts';
import { readTreefileChanges } from '../../../lib/compose/treefile-changes.ts';
import { writeBootableContainer } from '../../../lib/container/bootable.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import type { SmallPackage } from '../../support/small-rpms.ts';
import { HOST, KERNEL, newFolder, optionsOf, packagesOf, recordingLog } from './harness.ts';

/** Has a file at each place that composing or a key of a treefile changes. */
const SYSTEM: SmallPackage = {
  name: 'system',
  body: `%install
cd %{buildroot}
mkdir -p etc/default etc/systemd/system usr/bin usr/lib/os-release.d usr/lib/systemd/system usr/lib/tmpfiles.d usr/lib64
mkdir -p usr/share/trim usr/share/rpm-ostree usr/lib/rpm/macros.d usr/local/bin opt/tool var/lib/state usr/lib/alternatives
printf 'NAME=System\\nVERSION="12"\\n' > usr/lib/os-release.d/host
ln -s os-release.d/host usr/lib/os-release
ln -s ../usr/lib/os-release etc/os-release
printf 'HOME=/home\\n' > etc/default/useradd
printf 'passwd: files\\n' > etc/nsswitch.conf
printf '#!/bin/sh\\n' > usr/bin/program
cp usr/bin/program usr/bin/laid
cp usr/bin/program usr/bin/raised
ln usr/bin/program usr/bin/twin
for unit in a.service b.target c.target; do echo "[Unit]" > usr/lib/systemd/system/$unit; done
ln -s b.target usr/lib/systemd/system/default.target
ln -s b.target etc/systemd/system/own.target
echo x > usr/lib64/libnss_altfiles.so.2
for file in a b c added; do echo x > usr/share/trim/$file; done
for file in rpm-ostree-0-integration rpm-ostree-autovar; do echo '#' > usr/lib/tmpfiles.d/$file.conf; done
echo x > usr/share/rpm-ostree/treefile.json
echo x > usr/lib/rpm/macros.d/macros.rpm-ostree
echo x > usr/lib/passwd
echo x > usr/lib/group
echo x > usr/local/bin/lost
echo x > opt/tool/file
%post -p /bin/sh
rm /etc/nsswitch.conf
ln -s default/nsswitch /etc/nsswitch.conf
%files
%attr(0600, root, root) %config /etc/default/useradd
%config /etc/nsswitch.conf
/etc/os-release
/etc/systemd
%attr(4755, root, root) /usr/bin/program
%attr(4755, root, root) /usr/bin/twin
%attr(0755, root, root) /usr/bin/laid
%attr(0755, root, root) /usr/bin/raised
/usr/lib
/usr/lib64/libnss_altfiles.so.2
/usr/local
/usr/share
/opt
/var/lib/state
`,
};

/** All keys that leave something otherwise than the packages bring it, but scripts. */
const KEYS = `${HOST}readonly-executables: true
mutate-os-release: "12"
automatic-version-prefix: "12.1"
default-target: c.target
units: [a.service]
etc-group-members: [root]
remove-files: [usr/share/trim/a]
remove-from-packages: [[system, "/usr/share/trim/b"]]
add-files: [[added, /usr/share//trim/added], [added, /bin/added]]
ostree-layers: [overlay/new]
ostree-override-layers: [overlay/changed]
opt-usrlocal: stateoverlay
tmp-is-dir: true
boot-location: new
`;

async function container(keys: string, files: Readonly<Record<string, string>>) {
  const log = recordingLog();
  const options = { ...(await optionsOf(await packagesOf(SYSTEM, KERNEL), keys, files)), log };
  const { commit } = await composeTree(options);
  const layout = await OciLayout.create(join(await newFolder(), 'layout'));
  const changes = await readTreefileChanges(options.treefile);
  const write = (known: Partial<Parameters<typeof writeBootableContainer>[0]>) =>
    writeBootableContainer({
      ...{ repoPath: options.repoPath, commit, layout, architecture: 'amd64' },
      ...{ compression: 'gzip', createdBy: 'treesmith', threads: 1, log, ...known },
    });
  return { changes, write, log };
}

describe('readTreefileChanges', () => {
  it('knows all that keys change, so that the rest is compared', async () => {
    const { changes, write } = await container(KEYS, {
      added: 'y\n',
      'overlay.d/new/usr/share/laid/new': 'new\n',
      'overlay.d/changed/usr/bin/laid': '#!/bin/sh\ntrue\n',
      'overlay.d/changed/usr/bin/raised': '#!/bin/sh\n',
      'overlay.d/changed/statoverride': '=2541 /usr/bin/raised\n',
    });
    expect(changes).toMatchObject({ isUnbounded: false, readonlyExecutables: true });
    expect(changes.paths).toContain('usr/bin/laid');
    const { paths: changedPaths, readonlyExecutables } = changes;
    const made = await write({ changedPaths, readonlyExecutables });
    expect(made.layers.length).toBeGreaterThan(4);
    await expect(write({ changedPaths })).rejects.toThrow('it has the mode 100555');
    await expect(write({ readonlyExecutables })).rejects.toThrow('default.target');
  });

  it('knows what is written without any key', async () => {
    const { changes, write } = await container(HOST, {});
    await expect(write({ changedPaths: changes.paths })).resolves.toBeDefined();
  });

  it.each(['postprocess: ["true"]\n', 'postprocess-script: script\n', 'ostree-layers: [a/ref]\n'])(
    'takes anything for changed by %s',
    async (keys) => {
      const { treefile } = await optionsOf([], `${HOST}${keys}`, { script: '#!/bin/sh\n' });
      expect(await readTreefileChanges(treefile)).toMatchObject({ isUnbounded: true });
    },
  );
});
