import { link, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { commitWith, newFolder, newRepository, ostreeRoots, writerOptions } from './harness.ts';

const CONTEXTS = `/.*	system_u:object_r:default_t:s0
/usr/bin(/.*)?	system_u:object_r:bin_t:s0
/usr/bin(/.*)?	-l	system_u:object_r:bin_link_t:s0
/usr/bin	-d	system_u:object_r:bin_dir_t:s0
/etc(/.*)?	system_u:object_r:etc_t:s0
/etc/ssh/.*\\.key	--	system_u:object_r:sshd_key_t:s0
/mnt	-d	system_u:object_r:mnt_t:s0
/run(/.*)?	<<none>>
/proc	-d	<<none>>
/home/[^/]+	-d	system_u:object_r:user_home_dir_t:s0-s0:c0.c1023
`;

let tree = '';

beforeAll(async () => {
  tree = await newFolder();
  const policy = join(tree, 'usr/etc/selinux/test');
  for (const path of [
    ...['usr/bin', 'usr/etc/ssh', 'proc', 'sys', 'mnt', 'run', 'var/home/bob', 'usr/share/a b'],
    ...['usr/etc/selinux/test/contexts/files', 'usr/etc/selinux/test/policy'],
  ]) {
    await mkdir(join(tree, path), { recursive: true });
  }
  const file = (path: string, text = path) => writeFile(join(tree, path), text);
  await file('usr/etc/selinux/config', '# SELINUXTYPE=no\nSELINUX=enforcing\nSELINUXTYPE=test\n');
  await writeFile(join(policy, 'policy/policy.33'), 'binary');
  await writeFile(join(policy, 'contexts/files/file_contexts'), CONTEXTS);
  await writeFile(
    join(policy, 'contexts/files/file_contexts.subs_dist'),
    '/usr/etc /etc\n/home /var/home\n',
  );
  for (const path of ['usr/bin/sh', 'usr/etc/ssh/a.key', 'run/x', 'usr/share/a b/new\nline ü']) {
    await file(path);
  }
  await symlink('sh', join(tree, 'usr/bin/link'));
  await symlink('a.key', join(tree, 'usr/etc/ssh/link.key'));
  // One file, two labels.
  await link(join(tree, 'usr/bin/sh'), join(tree, 'usr/etc/sh'));
  for (let index = 0; index < 3000; index += 1) {
    await file(`usr/share/a b/${'long name '.repeat(15)}${index}`, '');
  }
});

describe('commitTree with labels', () => {
  const labelled = async () => {
    const repoPath = await newRepository();
    const made = await commitWith(writerOptions(repoPath), tree, { selinux: true });
    await runTool(['ostree', `--repo=${repoPath}`, 'fsck', '--quiet']);
    return made;
  };

  it('gives files, folders, links and /usr/etc the labels of libostree', async () => {
    expect(await labelled()).toMatchObject(await ostreeRoots(tree, { selinux: true }));
  });

  it('puts them in place of those that are there', async () => {
    const before = await labelled();
    await runTool(['setfattr', '-n', 'security.selinux', '-v', 'foo', join(tree, 'usr/bin/sh')]);
    expect(await labelled()).toMatchObject({ rootTree: before.rootTree });
    await runTool(['setfattr', '-n', 'security.selinux', '-v', 'foo', join(tree, 'run/x')]);
    // The policy has none for this one.
    expect(await labelled()).toMatchObject(await ostreeRoots(tree, { selinux: true }));
  });

  it('keeps other attributes, sorted', async () => {
    const file = join(tree, 'usr/bin/capable');
    await writeFile(file, 'x');
    const value = '0x0100000200040000000000000000000000000000';
    await runTool(['setfattr', '-n', 'security.capability', '-v', value, file]);
    expect(await labelled()).toMatchObject(await ostreeRoots(tree, { selinux: true }));
    await runTool(['setfattr', '-n', 'user.later', '-v', '1', file]);
    await labelled();
  });

  it('gives none without a policy', async () => {
    const bare = await newFolder();
    await writeFile(join(bare, 'file'), 'x');
    const made = await commitWith(writerOptions(await newRepository()), bare, { selinux: true });
    expect(made).toMatchObject(await ostreeRoots(bare));
  });

  it('says when the policy cannot be read', async () => {
    await rm(join(tree, 'usr/etc/selinux/test/contexts'), { recursive: true });
    await expect(labelled()).rejects.toThrow(
      expect.objectContaining({ code: 'ATTRIBUTES_UNREADABLE' }),
    );
  });
});
