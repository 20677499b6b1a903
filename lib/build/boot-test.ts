import { join } from 'node:path';
import { assertBootVerdict, bootTest } from '../boot/boot-test.ts';
import type { BootTimings } from '../boot/timings.ts';
import { stageKey } from '../core/digest.ts';
import type { Basearch, Firmware } from '../host/architecture.ts';
import { makeFolder } from '../host/files.ts';
import type { ImageSpec } from '../remix/image-model.ts';
import type { Lockfile } from '../remix/lockfile.ts';
import { parseEvr } from '../rpm/evr.ts';
import { formatNevra } from '../rpm/nevra.ts';
import type { GpgHome } from '../sign/gpg-home.ts';
import { lockedArch } from './compose.ts';
import { currentLock } from './current-lock.ts';
import { type ImageOutcome, runImages } from './image.ts';
import { type BootWay, type ImageBoot, imageBoots, isDeployed } from './image-boots.ts';
import { readRecord, writeRecord } from './record.ts';
import { recordOutcome } from './result-file.ts';
import { assertToolsOf } from './stage-tools.ts';
import type { Workspace } from './workspace.ts';

/** Raised when a boot test asks more than before. */
const BOOT_TEST_VERSION = 2;

/** For one guest, everything in it. Under TCG on a busy machine a boot takes up to 90 s. */
const DEADLINE_MS = 10 * 60_000;

/** A boot that passed, now or before. */
export interface BootOutcome {
  readonly image: string;
  readonly basearch: Basearch;
  readonly firmware: Firmware;
  readonly way: BootWay;
  /** Names of the checks that passed. */
  readonly checks: readonly string[];
  readonly timings: BootTimings;
  readonly accelerator: string;
  readonly consoleLog: string;
  /** True when this image passed these tests before. */
  readonly cached: boolean;
  readonly seconds: number;
}

type BootRecord = Pick<BootOutcome, 'accelerator' | 'seconds'> & {
  readonly checks: string[];
  readonly timings: Record<string, number>;
};

/**
 * Boots every image of remix.yaml in QEMU and asks it; makes what is missing first.
 *
 * @throws BuildError CHECKS_FAILED, GUEST_STUCK, …: the console's last lines are in the message
 */
export async function runBootTests(
  workspace: Workspace,
  options: {
    readonly names?: readonly string[] | undefined;
    readonly signing: GpgHome | undefined;
    readonly lockfile?: Lockfile;
  },
): Promise<BootOutcome[]> {
  await assertToolsOf('boot-test', workspace.remix);
  const lockfile = options.lockfile ?? (await currentLock(workspace));
  const images = await runImages(workspace, { ...options, lockfile });
  return bootImages(workspace, lockfile, images);
}

/** Boots `images`, one after the other: two guests at once would only slow each other down. */
export async function bootImages(
  workspace: Workspace,
  lockfile: Lockfile,
  images: readonly ImageOutcome[],
): Promise<BootOutcome[]> {
  const outcomes: BootOutcome[] = [];
  const boots: ImageTask[] = [];
  for (const image of images) {
    const spec = workspace.remix.images.find(({ name }) => name === image.name);
    const found = spec === undefined ? [] : await tasksOf(image, spec);
    if (found.length === 0) workspace.log.info(`${image.path}: nothing that a machine could boot`);
    boots.push(...found);
  }
  for (const task of boots) {
    const logName = boots.length === 1 ? 'boot.log' : bootLogName(task);
    outcomes.push(await bootOne(workspace, lockfile, task, logName));
  }
  await recordOutcome(workspace.outDir, { remix: workspace.remix.name, boots: outcomes });
  return outcomes;
}

/** One boot of one image. */
interface ImageTask {
  readonly image: ImageOutcome;
  readonly boot: ImageBoot;
  readonly isDeployed: boolean;
}

async function tasksOf(image: ImageOutcome, spec: ImageSpec): Promise<ImageTask[]> {
  const boots = await imageBoots(spec, image.basearch, image.path);
  return boots.map((boot) => ({ image, boot, isDeployed: isDeployed(boot, spec) }));
}

function bootLogName({ image, boot }: ImageTask): string {
  const { name, basearch } = image;
  const { way, firmware } = boot;
  return `boot-${name}-${basearch}-${way === 'installed' ? `installed-${firmware}` : firmware}.log`;
}

async function bootOne(
  workspace: Workspace,
  lockfile: Lockfile,
  { image, boot, isDeployed: deployed }: ImageTask,
  logName: string,
): Promise<BootOutcome> {
  const { remix, store, log, outDir } = workspace;
  const { way, firmware, medium, memoryMiB } = boot;
  const nevras = lockedArch(lockfile, image.basearch, workspace).packages.map(
    ({ name, evr, arch }) => formatNevra({ name, ...parseEvr(evr), arch }),
  );
  const consoleLog = join(outDir, logName);
  const common = {
    ...{ image: image.path, basearch: image.basearch, firmware, way, consoleLog },
  };
  const key = stageKey('boot-test', BOOT_TEST_VERSION, {
    image: image.sha256,
    commit: image.commit,
    nevras,
    firmware,
    way,
    tests: remix.tests.map((test) => ({ ...test })),
  });
  const known = await readRecord<BootRecord>(store, 'boot-test', key);
  if (known !== undefined) {
    return { ...common, ...known, timings: known.timings as unknown as BootTimings, cached: true };
  }

  const startedMs = performance.now();
  await makeFolder(outDir);
  const title = `Boot ${image.path} (${firmware}${way === 'disk' ? '' : `, ${way}`})`;
  const verdict = await log.group(title, () =>
    bootTest({
      medium,
      basearch: image.basearch,
      firmware,
      expect: { nevras, ...(deployed ? { commit: image.commit } : {}) },
      tests: remix.tests,
      consoleLogPath: consoleLog,
      deadlineMs: DEADLINE_MS,
      memoryMiB,
      log,
    }),
  );
  assertBootVerdict(verdict);
  const { accelerator, timings } = verdict;
  const checks = verdict.checks.map(({ name }) => name);
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  await writeRecord(store, 'boot-test', key, {
    accelerator,
    checks,
    seconds,
    timings: { ...timings },
  });
  return { ...common, accelerator, checks, timings, cached: false, seconds };
}
