import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeArgument } from '../../../lib/boot/boot-test.ts';
import { checkCommit, checkUnits } from '../../../lib/boot/checks.ts';
import { Guest } from '../../../lib/boot/guest.ts';
import { addDiskArguments } from '../../../lib/boot/kernel-arguments.ts';
import { makeOverlay } from '../../../lib/boot/overlay.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { buildDisk } from '../../../lib/disk/disk.ts';
import { probeKvm } from '../../../lib/host/kvm.ts';
import { readTool } from '../../../lib/host/process.ts';
import { defaultImage } from '../../../lib/remix/image.ts';
import { DEFAULT_PLATFORMS } from '../../../lib/remix/platforms.ts';
import { anvilCommits } from '../../support/anvil-commits.ts';
import { extendCommit } from '../../support/extend-commit.ts';

/** One boot: in every test run. A second boot of the same disk comes with TREESMITH_BOOTS. */
const WANTED = process.env['TREESMITH_BOOTS'] ?? '';
const BOOTS_TWICE = WANTED === 'all' || WANTED.split(',').includes('first-boot');
const DEADLINE_MS = 8 * 60_000;
const PLATFORMS = new Map(DEFAULT_PLATFORMS.map((platform) => [platform.name, platform]));
const DATA = {
  label: 'data',
  sizeBytes: 64 * 2 ** 20,
  filesystem: 'ext4',
  mountPoint: '/var/data',
} as const;
const CREDENTIALS = {
  'tmpfiles.extra': 'f /run/from-credential 0644 root root - came\n',
  greeting: 'commas, too = well',
};

let folder: string;
let commit: string;
let disk: string;
let overlay: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treesmith-first-boot-'));
  const anvil = await anvilCommits();
  const repoPath = join(folder, 'repo');
  commit = await extendCommit({
    ...{ repoPath: anvil.repoPath, commit: anvil.first.commit, ref: anvil.ref, target: repoPath },
    programs: ['/usr/sbin/sgdisk'],
    modules: [],
  });
  const work = join(folder, 'disk');
  await mkdir(work);
  const { platform, ...spec } = defaultImage('', 'qcow2', PLATFORMS);
  const made = await buildDisk({
    ...{ repoPath, commit, ref: anvil.ref, osName: 'anvil', basearch: 'x86_64', folder: work },
    spec: { ...spec, sizeBytes: 4 * 2 ** 30, regenerateUuids: true, partitions: [DATA] },
    platforms: [platform],
    log: silentLog,
  });
  disk = made.path;
  overlay = join(folder, 'overlay.qcow2');
  const log = silentLog;
  await makeOverlay({ backing: { file: disk, format: 'raw' }, path: overlay, log });
  const kernelArguments = [probeArgument('x86_64')];
  await addDiskArguments({ overlay, image: disk, kernelArguments, workDir: folder, log });
}, 20 * 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function boot(): Promise<Guest> {
  const guest = await Guest.start({
    machine: {
      basearch: 'x86_64',
      accelerator: (await probeKvm()) ? 'kvm' : 'tcg',
      cpus: 2,
      memoryMiB: 2048,
      drives: [{ file: overlay, format: 'qcow2', kind: 'disk', writes: 'unsafe' }],
      credentials: CREDENTIALS,
    },
    consoleLogPath: join(folder, 'boot.log'),
    deadlineMs: DEADLINE_MS,
    log: silentLog,
  });
  await guest.waitForLogin();
  await guest.openProbe();
  return guest;
}

/** UUID of the root file system, GUIDs of the disk and of its partitions. */
async function identifiers(guest: Guest): Promise<string[]> {
  const root = await guest.read('blkid -c /dev/null -p -s UUID -o value /dev/vda4');
  const table = await guest.read(
    'sgdisk -p /dev/vda | grep GUID; for n in 1 2 3 4; do sgdisk -i $n /dev/vda | grep unique; done',
  );
  return `${root}\n${table}`.match(/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/g) ?? [];
}

describe('the first boot of a disk with regenerate-uuids', () => {
  const seen: string[] = [];

  it(
    'draws identifiers, mounts a partition of the user’s, has the credentials of the machine',
    async () => {
      const before = await readTool(['blkid', '-p', '-s', 'PTUUID', '-o', 'value', disk]);
      await using guest = await boot();
      expect(await checkUnits(guest)).toMatchObject({ passed: true });
      expect(await checkCommit(guest, commit)).toMatchObject({ passed: true });
      expect(await guest.read('cat /run/from-credential')).toBe('came');
      expect(await guest.read('findmnt -rno SOURCE,FSTYPE /var/data')).toBe('/dev/vda3 ext4\n');
      expect(await guest.read('cat /run/credentials/@system/greeting')).toBe('commas, too = well');
      seen.push(...(await identifiers(guest)));
      expect(new Set(seen).size).toBe(6);
      expect(seen.map((id) => id.toLowerCase())).not.toContain(before.trim());
      expect((await guest.run('sgdisk -v /dev/vda', 120_000)).output).toContain(
        'No problems found',
      );
      await guest.powerOff();
    },
    2 * DEADLINE_MS,
  );

  it.skipIf(!BOOTS_TWICE)(
    'keeps them at the second',
    async () => {
      await using guest = await boot();
      expect(await checkUnits(guest)).toMatchObject({ passed: true });
      expect(await identifiers(guest)).toEqual(seen);
    },
    2 * DEADLINE_MS,
  );
});
