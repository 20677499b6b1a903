import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeArgument } from '../../../lib/boot/boot-test.ts';
import { checkCommit, checkPackages, checkUnits } from '../../../lib/boot/checks.ts';
import { prepareFirmware } from '../../../lib/boot/firmware.ts';
import { Guest } from '../../../lib/boot/guest.ts';
import { addDiskArguments } from '../../../lib/boot/kernel-arguments.ts';
import { makeOverlay } from '../../../lib/boot/overlay.ts';
import { silentLog } from '../../../lib/core/log.ts';
import type { Firmware } from '../../../lib/host/architecture.ts';
import { probeKvm } from '../../../lib/host/kvm.ts';
import { type FileServer, startFileServer } from '../../fakes/file-server.ts';
import { type AnvilCommits, anvilCommits } from '../../support/anvil-commits.ts';
import { buildImage } from '../../support/build-image.ts';
import { forgeCommit } from './forge-commit.ts';

/** Seen on two busy cores without KVM: 30 to 90 s for a boot, 12 to 20 s for an upgrade. */
const BOOT_DEADLINE_MS = 8 * 60_000;
const COMMAND_LIMIT_MS = 2 * 60_000;

let folder: string;
let commits: AnvilCommits;
let server: FileServer;
let overlay: string;
/** The server, as the guest sees it. */
let url: string;

/**
 * The image of the first commit, as its users get it, on a disk that stays from boot to boot. Its
 * remote is a server that has both commits, and a repository with a commit that another key signed.
 */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treesmith-upgrade-'));
  commits = await anvilCommits();
  const served = join(folder, 'served');
  await mkdir(served);
  await symlink(commits.repoPath, join(served, 'repo'));
  await forgeCommit({ ...commits, commit: commits.second.commit, target: join(served, 'forged') });
  server = await startFileServer(served);
  url = server.url.replace('127.0.0.1', '10.0.2.2');
  const image = join(folder, 'anvil.qcow2');
  await buildImage({
    repoPath: commits.repoPath,
    commit: commits.first.commit,
    ref: commits.ref,
    osName: 'anvil',
    remote: { name: 'anvil', url: `${url}/repo` },
    gpgKeyPath: commits.gpgKeyPath,
    image: { format: 'qcow2', sizeBytes: 4 * 2 ** 30, firmware: [], kernelArguments: [] },
    output: image,
    workDir: folder,
    log: silentLog,
  });
  overlay = join(folder, 'overlay.qcow2');
  const log = silentLog;
  await makeOverlay({ backing: { file: image, format: 'qcow2' }, path: overlay, log });
  const kernelArguments = [probeArgument('x86_64')];
  await addDiskArguments({ overlay, image, kernelArguments, workDir: folder, log });
}, 20 * 60_000);

afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Starts the machine with the disk as it was left, and waits until it is up. */
async function boot(name: string, firmware: Firmware = 'uefi'): Promise<Guest> {
  const flash = { firmware: await prepareFirmware('x86_64', join(folder, 'vars.fd')) };
  const guest = await Guest.start({
    machine: {
      basearch: 'x86_64',
      accelerator: (await probeKvm()) ? 'kvm' : 'tcg',
      cpus: 2,
      memoryMiB: 2048,
      drives: [{ file: overlay, format: 'qcow2', kind: 'disk', writes: 'unsafe' }],
      ...(firmware === 'uefi' ? flash : {}),
    },
    consoleLogPath: join(folder, `${name}.log`),
    deadlineMs: BOOT_DEADLINE_MS,
    log: silentLog,
  });
  await guest.waitForLogin();
  await guest.openProbe();
  return guest;
}

const release = (guest: Guest) => guest.read('rpm -q anvil-release');

describe('a booted Anvil', () => {
  it(
    'is what was locked and composed; refuses a forged commit; upgrades',
    async () => {
      await using guest = await boot('first');
      expect(await checkUnits(guest)).toMatchObject({ passed: true });
      expect(await checkCommit(guest, commits.first.commit)).toMatchObject({ passed: true });
      expect(await checkPackages(guest, commits.first.nevras)).toMatchObject({ passed: true });
      expect(await release(guest)).toContain(commits.first.release);

      const forged = await guest.run(
        `ostree pull --url=${url}/forged anvil ${commits.ref}`,
        COMMAND_LIMIT_MS,
      );
      expect(forged.exitCode).not.toBe(0);
      expect(forged.output).toMatch(/GPG|signature/);
      expect(await guest.read(`ostree rev-parse anvil:${commits.ref}`)).toBe(
        `${commits.first.commit}\n`,
      );

      await guest.read('echo mine >/etc/kept && echo mine >/var/kept');
      await guest.read('ostree admin upgrade', COMMAND_LIMIT_MS);
      expect(server.requests.filter(({ status }) => status === 200).length).toBeGreaterThan(5);
      await guest.powerOff();
    },
    15 * 60_000,
  );

  it(
    'boots the newer commit with what was its own, and rolls back',
    async () => {
      await using guest = await boot('second');
      expect(await checkUnits(guest)).toMatchObject({ passed: true });
      expect(await checkCommit(guest, commits.second.commit)).toMatchObject({ passed: true });
      expect(await checkPackages(guest, commits.second.nevras)).toMatchObject({ passed: true });
      expect(await release(guest)).toContain(commits.second.release);
      expect(await guest.read('cat /etc/kept /var/kept')).toBe('mine\nmine\n');

      await guest.read(
        `ostree admin deploy --os=anvil --retain ${commits.first.commit}`,
        COMMAND_LIMIT_MS,
      );
      await guest.powerOff();
    },
    15 * 60_000,
  );

  it(
    'boots the old commit again, by BIOS',
    async () => {
      await using guest = await boot('third', 'bios');
      expect(await guest.run('test -e /sys/firmware/efi')).toMatchObject({ exitCode: 1 });
      expect(await checkCommit(guest, commits.first.commit)).toMatchObject({ passed: true });
      expect(await release(guest)).toContain(commits.first.release);
      expect(await guest.read('cat /etc/kept /var/kept')).toBe('mine\nmine\n');
    },
    15 * 60_000,
  );
});
