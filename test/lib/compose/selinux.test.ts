import { describe, expect, it } from 'vitest';
import { composeTree } from '../../../lib/compose/compose.ts';
import { readTool } from '../../../lib/host/process.ts';
import type { SmallPackage } from '../../support/small-rpms.ts';
import { compose, failure, HOST, KERNEL, optionsOf, packagesOf, recordingLog } from './harness.ts';

const LABELLED = HOST.replace('selinux: false\n', '');

/** A policy as far as labelling looks at it. */
const POLICY: SmallPackage = {
  name: 'selinux-policy-test',
  body: `%install
cd %{buildroot}
mkdir -p etc/selinux/test/contexts/files etc/selinux/test/policy var/lib/selinux/test/active/modules
printf 'SELINUX=enforcing\\nSELINUXTYPE=test\\n' > etc/selinux/config
echo binary > etc/selinux/test/policy/policy.33
echo module > var/lib/selinux/test/active/modules/base
cat > etc/selinux/test/contexts/files/file_contexts <<'END'
/.*	system_u:object_r:default_t:s0
/usr/bin(/.*)?	system_u:object_r:bin_t:s0
/etc(/.*)?	system_u:object_r:etc_t:s0
END
echo '/var/home /home' > etc/selinux/test/contexts/files/file_contexts.subs_dist
%files
/etc/selinux
/var/lib/selinux`,
};

describe('SELinux', () => {
  it('labels files by the policy of the tree', async () => {
    const done = await compose(await optionsOf(await packagesOf(KERNEL, POLICY), LABELLED));
    const label = async (path: string) => {
      const listing = await readTool([
        'ostree',
        `--repo=${done.repoPath}`,
        'ls',
        '-X',
        done.commit,
        path,
      ]);
      return /object_r:(\w+):s0/.exec(listing)?.[1];
    };
    expect(await label('/usr/bin/sh')).toBe('bin_t');
    expect(await label('/usr/etc/passwd')).toBe('etc_t');
    expect(await label('/usr/lib64')).toBe('default_t');
    expect(await done.cat('/usr/etc/selinux/test/contexts/files/file_contexts.subs_dist')).toBe(
      '# /var/home /home\n/home /var/home\n/usr/etc /etc\n/usr/lib/opt /opt\n',
    );
    expect(await done.cat('/usr/etc/selinux/test/active/modules/base')).toBe('module\n');
    expect(await done.cat('/usr/etc/selinux/semanage.conf')).toContain('store-root=/etc/selinux');
  });

  it('gives no labels without a policy, and says so', async () => {
    const log = recordingLog();
    await compose({ ...(await optionsOf(await packagesOf(KERNEL), LABELLED)), log });
    expect(log.lines).toContain('The tree has no SELinux policy: files get no labels');
  });

  it('refuses a configuration whose policy is not there', async () => {
    const half: SmallPackage = {
      name: 'half',
      body: `%install
mkdir -p %{buildroot}/etc/selinux
echo SELINUXTYPE=targeted > %{buildroot}/etc/selinux/config
%files
/etc/selinux`,
    };
    await expect(
      composeTree(await optionsOf(await packagesOf(KERNEL, half), LABELLED)),
    ).rejects.toEqual(failure('SELINUX_POLICY_MISSING', 'targeted'));
  });
});
