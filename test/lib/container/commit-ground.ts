import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { commitMetadata } from '../../../lib/ostree/commit-metadata.ts';
import { boolean, string, typed } from '../../../lib/ostree/gvariant.ts';
import { formatCommit } from '../../../lib/ostree/objects.ts';
import { openArchive } from '../../../lib/repo/archive.ts';
import { openObjectWriter } from '../../../lib/repo/object-writer.ts';
import { buildRpm } from '../../support/small-rpms.ts';

/** A tree that rpm installed packages into, to be changed and committed. */
export interface CommitGround {
  readonly treePath: string;
  readonly repoPath: string;
  /** Installs a package, an older one of its name is replaced. */
  install(rpm: string): Promise<void>;
  /** Returns the checksum of a commit of the tree as it is. */
  commit(): Promise<string>;
}

/** Makes an empty system as a compose leaves it: /usr/etc, /usr/share/rpm, links at the root. */
export async function makeCommitGround(root: string): Promise<CommitGround> {
  const treePath = join(root, 'tree');
  for (const folder of [
    'usr/bin',
    'usr/lib',
    'usr/etc',
    'usr/share/rpm',
    'usr/lib/modules/6.1',
    'var',
    'sysroot',
    'proc',
    'dev',
  ]) {
    mkdirSync(join(treePath, folder), { recursive: true });
  }
  symlinkSync('usr/bin', join(treePath, 'bin'));
  symlinkSync('usr/lib', join(treePath, 'lib'));
  symlinkSync('sysroot/ostree', join(treePath, 'ostree'));
  writeFileSync(
    join(treePath, 'usr/etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nservice:x:990:991::/:/bin/sh\n',
  );
  writeFileSync(join(treePath, 'usr/etc/group'), 'root:x:0:\nservice:x:991:\n');
  writeFileSync(join(treePath, 'usr/etc/ld.so.cache'), 'a cache');
  writeFileSync(join(treePath, 'usr/lib/modules/6.1/vmlinuz'), 'kernel');
  writeFileSync(join(treePath, 'usr/lib/modules/6.1/initramfs.img'), 'initramfs');
  return openGround(root, treePath);
}

async function openGround(root: string, treePath: string): Promise<CommitGround> {
  const repoPath = join(root, 'repo');
  await openArchive(repoPath);
  return {
    treePath,
    repoPath,
    install: (rpm) => install(treePath, rpm),
    commit: () => commitTree({ treePath, repoPath, scratchPath: join(root, 'scratch') }),
  };
}

/** Returns the same tree at another place, with a repository of its own. */
export async function copyGround(from: CommitGround, root: string): Promise<CommitGround> {
  const treePath = join(root, 'tree');
  mkdirSync(root);
  await runTool(['cp', '-a', from.treePath, treePath]);
  return openGround(root, treePath);
}

/** Builds the packages of the tests: `version` is that of `tool`. */
export async function buildPackages(version = '1.0'): Promise<Record<string, string>> {
  return {
    tool: await buildRpm({
      name: 'tool',
      version,
      body: `%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share/tool
echo "tool ${version}" > %{buildroot}/usr/bin/tool
ln %{buildroot}/usr/bin/tool %{buildroot}/usr/bin/tool-again
echo licence > %{buildroot}/usr/share/tool/LICENSE
%files
%attr(4755,root,root) /usr/bin/tool
%attr(4755,root,root) /usr/bin/tool-again
/usr/share/tool
`,
    }),
    ping: await buildRpm({
      name: 'ping',
      body: `%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/etc %{buildroot}/usr/share/ping
echo ping > %{buildroot}/usr/bin/ping
echo setting > %{buildroot}/etc/ping.conf
echo licence > %{buildroot}/usr/share/ping/LICENSE
: > %{buildroot}/usr/share/ping/empty
ln -s ../../bin/ping %{buildroot}/usr/share/ping/link
%files
%caps(cap_net_raw=ep) %attr(0755,root,root) /usr/bin/ping
%attr(0640,root,service) /etc/ping.conf
/usr/share/ping
`,
    }),
    kernel: await buildRpm({
      name: 'kernel',
      body: `%install
mkdir -p %{buildroot}/lib/modules/6.1/kernel
echo module > %{buildroot}/lib/modules/6.1/kernel/a.ko
%files
/lib/modules/6.1
`,
    }),
  };
}

async function install(treePath: string, rpm: string): Promise<void> {
  const dbpath = '/usr/share/rpm';
  const at = (path: string) => join(treePath, path);
  // rpm puts configuration where it stands in the package; a compose moves it.
  renameSync(at('usr/etc'), at('etc'));
  await runTool([
    ...['rpm', '--root', treePath, '--dbpath', dbpath, '-U', '--noscripts', '--nodeps'],
    ...['--noplugins', '--ignorearch', '--nosignature', rpm],
  ]);
  renameSync(at('etc'), at('usr/etc'));
  for (const name of ['.rpm.lock', 'rpmdb.sqlite-shm', 'rpmdb.sqlite-wal']) {
    rmSync(join(treePath, dbpath, name), { force: true });
  }
}

async function commitTree(ground: {
  readonly treePath: string;
  readonly repoPath: string;
  readonly scratchPath: string;
}): Promise<string> {
  const { treePath, repoPath, scratchPath } = ground;
  await using writer = await openObjectWriter({
    repoPath,
    scratchPath,
    threads: 1,
    log: silentLog,
  });
  const { rootTree, rootMeta } = await writer.commitTree(treePath, {});
  const metadata = commitMetadata({
    'ostree.bootable': typed(boolean, true),
    'ostree.linux': typed(string, '6.1'),
    'rpmostree.inputhash': typed(string, 'e'.repeat(64)),
    version: typed(string, '7.1'),
  });
  const facts = {
    metadata,
    parent: undefined,
    subject: '',
    body: '',
    timestampSeconds: 1_700_000_000,
  };
  return writer.writeCommit(formatCommit({ ...facts, rootTree, rootMeta }));
}

/** Unpacks the layers of an image one over the other, as a container engine does. */
export async function unpackLayers(layers: readonly string[], folder: string): Promise<void> {
  mkdirSync(folder);
  for (const layer of layers) {
    const argv = ['tar', '-xpf', layer, '-C', folder, '--xattrs', '--xattrs-include=*'];
    await runTool([...argv, '--numeric-owner']);
  }
}

/** Returns what getfattr prints of a file. */
export const attributesOf = (path: string) =>
  readTool(['getfattr', '--absolute-names', '-d', '-m', '-', '-e', 'hex', path]);
