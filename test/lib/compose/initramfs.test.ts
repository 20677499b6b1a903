import {
  appendFile,
  chmod,
  glob,
  lstat,
  readdir,
  readFile,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeInitramfs } from '../../../lib/compose/initramfs.ts';
import { readInitramfsContents } from '../../../lib/compose/initramfs-contents.ts';
import { DRACUT_ENVIRONMENT, dracutArgv } from '../../../lib/compose/initramfs-dracut.ts';
import { inTree, readInitramfsInputs } from '../../../lib/compose/initramfs-inputs.ts';
import { type PackageGraph, packageGraph } from '../../../lib/compose/initramfs-packages.ts';
import { RuleRecords } from '../../../lib/compose/initramfs-records.ts';
import type { Kernel } from '../../../lib/compose/kernel.ts';
import { readPackages } from '../../../lib/compose/packages.ts';
import { Tree } from '../../../lib/compose/tree.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { digestFile } from '../../../lib/host/file-digest.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { anvilRepository } from '../../support/anvil.ts';
import { anvilCommits } from '../../support/anvil-commits.ts';
import { EPOCH, newFolder, recordingLog } from './harness.ts';
import { type Trace, traceSandbox } from './initramfs-trace.ts';

let folder: string;
let tree: Tree;
let kernel: Kernel;
let image: string;
/** SHA-256 of what dracut makes of the tree as it was composed. */
let made: string;
let contents: string[];
let packages: PackageGraph | undefined;
let trace: Trace;
/** The key of the tree as it was composed. */
let before: string;

/** A tree of Anvil as it was composed, without its initramfs, and one run of dracut. */
beforeAll(async () => {
  const { repoPath, first } = await anvilCommits();
  folder = await newFolder('initramfs');
  tree = new Tree(join(folder, 'tree'));
  await runTool(['ostree', `--repo=${repoPath}`, 'checkout', first.commit, tree.path]);
  const [version = ''] = await readdir(join(tree.path, 'usr/lib/modules'));
  kernel = { version, folder: `usr/lib/modules/${version}` };
  image = join(tree.path, kernel.folder, 'initramfs.img');
  await rm(image);
  trace = await traceSandbox(folder, () => make({}));
  made = (await digestFile(image)).sha256;
  contents = (await readInitramfsContents(image)) ?? [];
  const { path: repository } = await anvilRepository();
  const files: string[] = [];
  for await (const file of glob('**/*.rpm', { cwd: repository })) files.push(file);
  const headers = await readPackages(
    files.map((file) => join(repository, file)),
    () => false,
  );
  packages = packageGraph(headers, inTree);
  before = await key();
}, 1_200_000);

async function make(options: { keptPath?: string; log?: ReturnType<typeof recordingLog> }) {
  await makeInitramfs({
    tree,
    basearch: 'x86_64',
    kernel,
    args: [],
    workDir: join(folder, 'work'),
    sourceDateEpoch: EPOCH,
    log: silentLog,
    ...(packages === undefined ? {} : { packages }),
    ...options,
  });
}

async function inputs(
  sourceDateEpoch = EPOCH,
  args: readonly string[] = [],
  records?: RuleRecords,
) {
  return readInitramfsInputs({
    root: tree.path,
    output: `${kernel.folder}/initramfs.img`,
    argv: await dracutArgv(tree, kernel, args),
    environment: DRACUT_ENVIRONMENT,
    sourceDateEpoch,
    packages,
    records,
  });
}

/** The same with what is remembered of the rule, and without. */
const key = async () => {
  const keyWith = async (records?: RuleRecords) => {
    const { decide } = await inputs(EPOCH, [], records);
    return (await decide(contents)).key();
  };
  const plain = await keyWith();
  const stage = { folder: join(folder, 'kept-rules'), log: silentLog };
  expect(await keyWith(new RuleRecords(stage, folder))).toBe(plain);
  return plain;
};

const programsOf = async (name: string) => {
  const listing = await readTool([
    ...['rpm', '--root', tree.path, '--dbpath', '/usr/share/rpm', '-ql', name],
  ]);
  const paths = listing
    .trim()
    .split('\n')
    .map((path) => inTree(path));
  return paths.filter((path) => /^usr\/(s?bin|libexec)\/./.test(path));
};

/** As a package would have it that has nothing to do with dracut. */
const UNRELATED = ['podman'];
const isPart = (path: string) => /^usr\/./.test(path);

describe('the rule of what goes into an initramfs', () => {
  it('counts all that dracut opens, runs, looks at or reads as a link', async () => {
    const { counts } = (await inputs()).rule(contents);
    const looked = [...trace.paths].map((path) => inTree(path)).filter(isPart);
    const missed: string[] = [];
    let absent = 0;
    for (const path of looked) {
      const found = await lstat(join(tree.path, path)).catch(() => undefined);
      if (found === undefined) absent += 1;
      // What is not there: a package that brings it must change the key, whatever package it is.
      const counted = found === undefined ? counts(path, UNRELATED) : counts(path);
      if (!counted) missed.push(path);
    }
    expect(missed).toEqual([]);
    expect(looked.length).toBeGreaterThan(1500);
    expect(absent).toBeGreaterThan(100);
    expect(looked).toContain('usr/bin/sed');
    expect(looked).toContain('usr/etc/dracut.conf');
    expect(looked).toContain(`${kernel.folder}/modules.dep.bin`);
  });

  it('counts all names of the folders that dracut lists, and new ones', async () => {
    const { counts } = (await inputs()).rule(contents);
    const listed = [...trace.listed].map((path) => inTree(path)).filter(isPart);
    expect(listed).toContain('usr/lib/dracut/modules.d');
    // For /sbin/fsck* alone.
    const missed = listed.filter((path) => !counts(`${path}/fsck.new`, UNRELATED));
    for (const path of listed.filter((each) => each !== 'usr/sbin')) {
      const names = await readdir(join(tree.path, path)).catch(() => []);
      for (const name of names) if (!counts(`${path}/${name}`)) missed.push(`${path}/${name}`);
      if (!counts(`${path}/new`, UNRELATED)) missed.push(`${path}/new`);
    }
    expect(missed).toEqual([]);
  });

  it('does not count programs of unrelated packages', async () => {
    const { counts } = (await inputs()).rule(contents);
    for (const name of ['podman', 'sudo', 'curl', 'rpm', 'crun', 'iptables', 'openssh-server']) {
      const programs = await programsOf(name);
      const counted = programs.filter((path) => counts(path));
      // iptables has xtables-..., as a name could be put together.
      expect(counted.length, `${name}: ${counted.join()}`).toBeLessThan(programs.length);
    }
    for (const name of ['podman', 'sudo', 'curl', 'rpm', 'crun', 'tar']) {
      expect(counts(`usr/bin/${name}`), name).toBe(false);
    }
  });

  it('counts programs that no package owns, and every program when nothing is known of packages', async () => {
    const { counts } = (await inputs()).rule(contents);
    expect(counts('usr/bin/some-script', [])).toBe(true);
    expect(counts('usr/bin/podman')).toBe(false);
    const known = packages;
    packages = undefined;
    try {
      expect((await inputs()).rule(contents).counts('usr/bin/podman')).toBe(true);
    } finally {
      packages = known;
    }
  });

  it('knows the contents as lsinitrd lists them', async () => {
    const listing = await readTool([
      ...['bwrap', '--ro-bind', join(tree.path, 'usr'), '/usr', '--proc', '/proc', '--dev', '/dev'],
      ...['bin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
      ...['sh', '-c', 'zstd -dcq "$1" | cpio -it --quiet', 'sh'],
      `/${kernel.folder}/initramfs.img`,
    ]);
    expect(contents).toEqual(
      listing
        .trimEnd()
        .split('\n')
        .map((path) => path.replace(/^\.\//, '')),
    );
  });
});

describe('the key of an initramfs', () => {
  const kinds: Record<string, () => Promise<string>> = {
    'a kernel module': async () => contents.find((path) => path.endsWith('.ko')) ?? '',
    'the list of modules': async () => `${kernel.folder}/modules.dep.bin`,
    'a udev rule': async () => 'usr/lib/udev/rules.d/60-block.rules',
    'the configuration of dracut': async () => 'usr/lib/dracut/dracut.conf.d/50-anvil.conf',
    'a module of dracut': async () => 'usr/lib/dracut/modules.d/98ostree/module-setup.sh',
    'dracut itself': async () => 'usr/bin/dracut',
    'a library in the initramfs': () => find('usr/lib', 'libc.so.6'),
    'a file of /etc': async () => 'usr/etc/passwd',
    'the cache of ldconfig': async () => 'usr/etc/ld.so.cache',
    'a tool that dracut runs': async () => 'usr/bin/sed',
    'a tool that a name is another of': async () => 'usr/bin/mawk',
    'a unit': async () => 'usr/lib/systemd/system/podman.service',
    'the name of the system': async () => 'usr/lib/os-release',
  };
  for (const [name, path] of Object.entries(kinds)) {
    it(`changes with one byte of ${name}`, async () => {
      const host = join(tree.path, await path());
      await using _restored = await restoring(host);
      const flipped = await readFile(host);
      flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
      const { atime, mtime } = await lstat(host);
      await writeFile(host, flipped);
      await utimes(host, atime, mtime);
      expect(await key()).not.toBe(before);
    });
  }

  it('changes with a mode, a time that dracut keeps, a name, and the command line', async () => {
    const functions = join(tree.path, 'usr/lib/dracut/dracut-functions.sh');
    const host = join(tree.path, await find('usr/lib', 'libc.so.6'));
    await using _functions = await restoring(functions);
    await using _host = await restoring(host);
    // Times count up to that of dracut-functions.sh, which newer ones are taken back to.
    await utimes(functions, 5000, 5000);
    const keys = new Set([before]);
    const next = async () => keys.add(await key()).size;
    for (const seconds of [4000, 4500]) {
      await utimes(host, seconds, seconds);
      await next();
    }
    expect(keys.size).toBe(3);
    for (const seconds of [5000, 6000, 7000]) {
      await utimes(host, seconds, seconds);
      await next();
    }
    expect(keys.size).toBe(4);
    await chmod(host, 0o700);
    expect(await next()).toBe(5);
    const added = join(tree.path, 'usr/lib/modprobe.d/new.conf');
    await writeFile(added, '');
    expect(await next()).toBe(6);
    await rm(added);
    const kind = async (args: readonly string[]) =>
      (await (await inputs(EPOCH, args)).decide(contents)).kind;
    expect(await kind(['--no-hostonly', '--add', 'debug'])).not.toBe(await kind([]));
  });

  it('has the time of the build in it only where dracut asks for it', async () => {
    const kind = async (seconds: number) => (await (await inputs(seconds)).decide(contents)).kind;
    expect(await kind(EPOCH + 1)).toBe(await kind(EPOCH));
    const script = join(tree.path, 'usr/lib/dracut/dracut-init.sh');
    await using _restored = await restoring(script);
    await appendFile(script, '\n: "$SOURCE_DATE_EPOCH"\n');
    expect(await kind(EPOCH + 1)).not.toBe(await kind(EPOCH));
  });

  it('is what it was when all is as it was', async () => {
    expect(await key()).toBe(before);
  });
});

/** Gives the file its bytes, mode and times back. */
async function restoring(host: string): Promise<AsyncDisposable> {
  const data = await readFile(host);
  const { mode, atime, mtime } = await lstat(host);
  return {
    [Symbol.asyncDispose]: async () => {
      await writeFile(host, data);
      await chmod(host, mode & 0o7777);
      await utimes(host, atime, mtime);
    },
  };
}

/** Path in the tree of the one file that is called so. */
async function find(below: string, name: string): Promise<string> {
  const names = await readdir(join(tree.path, below), { recursive: true });
  const found = names.find((path) => path === name || path.endsWith(`/${name}`));
  if (found === undefined) throw new Error(`no ${name} below ${below}`);
  return `${below}/${found}`;
}

describe('makeInitramfs', () => {
  const KEPT = /^Initramfs of .* kept: nothing that goes into it changed$/;

  /** Makes it, and says whether dracut ran. */
  const run = async (keptPath: string) => {
    await rm(image, { force: true });
    const log = recordingLog();
    await make({ keptPath, log });
    const { sha256 } = await digestFile(image);
    const { mode } = await lstat(image);
    expect((mode & 0o7777).toString(8)).toBe('644');
    return {
      sha256,
      kept: log.lines.some((line) => KEPT.test(line)),
      ran: log.lines.some((line) => line.startsWith('dracut: ')),
      lines: log.lines,
    };
  };

  it('runs dracut once, and never for an unrelated package; the bytes are those of dracut', async () => {
    const kept = join(folder, 'kept');
    expect(await run(kept)).toMatchObject({ sha256: made, kept: false, ran: true });
    expect(await run(kept)).toMatchObject({ sha256: made, kept: true, ran: false });
    for (const name of ['podman', 'sudo', 'curl', 'rpm']) {
      await writeFile(join(tree.path, 'usr/bin', name), `a newer ${name}`, { mode: 0o755 });
    }
    expect(await run(kept)).toMatchObject({ sha256: made, kept: true, ran: false });
    await make({});
    expect((await digestFile(image)).sha256).toBe(made);

    await appendFile(join(tree.path, 'usr/lib/os-release'), '# another\n');
    const other = await run(kept);
    expect(other).toMatchObject({ kept: false, ran: true });
    expect(other.sha256).not.toBe(made);
    expect(await run(kept)).toMatchObject({ sha256: other.sha256, kept: true, ran: false });
  });

  it('finds a damaged result by its digest, says so, and makes it again', async () => {
    const kept = join(folder, 'kept-damaged');
    const whole = await run(kept);
    const [entry = ''] = await readdir(join(kept, 'initramfs'));
    await appendFile(join(kept, 'initramfs', entry, 'initramfs.img'), 'x');
    const again = await run(kept);
    expect(again).toMatchObject({ sha256: whole.sha256, kept: false, ran: true });
    expect(again.lines.join('\n')).toMatch(/The kept initramfs .* is damaged/);
    expect(await run(kept)).toMatchObject({ sha256: whole.sha256, kept: true });
    await writeFile(join(kept, 'initramfs', entry, 'contents.json'), '{');
    expect(await run(kept)).toMatchObject({ sha256: whole.sha256, kept: false, ran: true });
  });

  it('keeps nothing that the machine decides, too', async () => {
    const keptPath = join(folder, 'kept-hostonly');
    await makeInitramfs({
      ...{
        tree,
        basearch: 'x86_64',
        kernel,
        keptPath,
        workDir: join(folder, 'work'),
        sourceDateEpoch: EPOCH,
      },
      args: ['--no-hostonly', '--include', '/usr/share/doc', '/doc'],
      log: silentLog,
    });
    expect(await readdir(keptPath).catch(() => [])).toEqual([]);
  });
});
