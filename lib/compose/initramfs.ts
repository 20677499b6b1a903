import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import { type KeptStage, keepResult, listKept, restoreKept } from '../host/kept.ts';
import { readInitramfsContents } from './initramfs-contents.ts';
import { DRACUT_ENVIRONMENT, dracutArgv, runDracut } from './initramfs-dracut.ts';
import type { HashedTree } from './initramfs-files.ts';
import { type InitramfsInputs, readInitramfsInputs } from './initramfs-inputs.ts';
import type { PackageGraph } from './initramfs-packages.ts';
import { RuleRecords } from './initramfs-records.ts';
import type { TextWords } from './initramfs-words.ts';
import type { Kernel } from './kernel.ts';
import type { Tree } from './tree.ts';

const IMAGE = 'initramfs.img';
/** What was in the initramfs: the rule for the next one needs it. */
const CONTENTS = 'contents.json';
/** That of a distribution's kernel with all its modules has 0.2 MB. */
const CONTENTS_LIMIT_BYTES = 16 * 1024 * 1024;
/** How many kept results are tried; each costs some reading. */
const TRIED = 4;

/** Under this name its results are kept. */
export const INITRAMFS_STAGE = 'initramfs';

/** How to make the initramfs. */
export interface InitramfsOptions {
  readonly tree: Tree;
  readonly basearch: Basearch;
  readonly kernel: Kernel;
  /** `initramfs-args` of the treefile; `--no-hostonly` when there are none. */
  readonly args: readonly string[];
  /** A folder on the tree's file system, for the result. */
  readonly workDir: string;
  readonly sourceDateEpoch: number;
  /** Of the packages of the tree. All of its files count when it is absent. */
  readonly packages?: PackageGraph;
  /** Knows some of the tree's texts already. */
  readonly texts?: TextWords;
  /** What `fetchLastInitramfs` gives. */
  readonly last?: KeptInitramfs | Promise<KeptInitramfs | undefined> | undefined;
  /** When the files of the tree are hashed anyhow: fulfilled when that has begun. */
  readonly hashing?: Promise<HashedTree>;
  /** Called when dracut has ended, or need not run. */
  readonly onIdle?: () => void;
  /** Where results are kept from one compose to the next; none are when it is absent. */
  readonly keptPath?: string;
  readonly log: Log;
}

/** Where the initramfs is in the tree. */
export function initramfsPath({ folder }: Kernel): string {
  return `${folder}/${IMAGE}`;
}

/**
 * Makes /usr/lib/modules/VERSION/initramfs.img with the tree's own dracut and its dracut.conf.d, or
 * takes the one that was made before, when nothing that decides its bytes has changed since. Returns the
 * key of the kept result that it has made or used, or undefined.
 *
 * @throws BuildError INITRAMFS_FAILED, EMULATOR_CRASHED
 */
export async function makeInitramfs(options: InitramfsOptions): Promise<string | undefined> {
  const { tree, kernel, log, keptPath } = options;
  const out = join(options.workDir, 'initramfs');
  const path = initramfsPath(kernel);
  const argv = await dracutArgv(tree, kernel, options.args);
  await rm(out, { recursive: true, force: true });
  const run = () =>
    runDracut(argv, { ...options, out: join(out, 'made') }).finally(() => options.onIdle?.());
  // rename() puts it in place of what a package may have there.
  const place = async (image: string) => rename(image, await tree.resolve(path));
  let key: string | undefined;

  if (keptPath === undefined || !isRepeatable(argv)) {
    await place(await run());
  } else {
    const stage: KeptStage = { folder: keptPath, stage: INITRAMFS_STAGE, log };
    // What cannot be read is not kept; dracut says what is wrong.
    const unread = (error: unknown) => {
      log.debug(`The initramfs is not kept: ${String(error)}`);
      return undefined;
    };
    const reading = readInputs(options, stage, argv, path).catch(unread);
    // Without a candidate there is nothing to wait for.
    const last = await options.last;
    const keys = await listKept(stage);
    const candidates = async () => restore(stage, keys, { last, inputs: await reading, out });
    const known = keys.length === 0 ? undefined : await candidates().catch(unread);
    if (known !== undefined) {
      options.onIdle?.();
      log.info(`Initramfs of ${kernel.version} kept: nothing that goes into it changed`);
      key = known.key;
      await place(known.image);
    } else {
      const [image, inputs] = await Promise.all([run(), reading]);
      if (inputs !== undefined) key = await keep(stage, inputs, image, out).catch(unread);
      await place(image);
    }
  }
  await rm(out, { recursive: true, force: true });
  return key;
}

/**
 * False when more than the tree decides the result: the machine (`--hostonly`), or files of any
 * place (`--include`); and for what is no plain initramfs.
 */
function isRepeatable(argv: readonly string[]): boolean {
  const other =
    /^(-H|-i|-I|--hostonly.*|--include|--install.*|--uefi.*|--fstab|--no-reproducible|--sysroot|--squash.*|--local|-l|--conf.*|-c|--aggressive-strip|--rebuild|--add-fstab|--mount|--device|--acpi.*|--kernel-image|--print-cmdline|--regenerate-all)(=.*)?$/;
  const isAlways = argv.includes('--no-hostonly') || argv.includes('-N');
  return isAlways && !argv.some((arg) => other.test(arg));
}

async function readInputs(
  options: InitramfsOptions,
  stage: KeptStage,
  argv: readonly string[],
  output: string,
): Promise<InitramfsInputs> {
  const { tree, sourceDateEpoch } = options;
  // First the threads have something to do.
  const hashed = await options.hashing;
  return readInitramfsInputs({
    root: tree.path,
    output,
    argv,
    environment: DRACUT_ENVIRONMENT,
    sourceDateEpoch,
    packages: options.packages,
    hashed,
    texts: options.texts,
    records: new RuleRecords(stage, options.workDir),
  });
}

/** A copy of a kept result. */
export interface KeptInitramfs {
  readonly key: string;
  readonly image: string;
  readonly kind: string;
  readonly contents: readonly string[];
}

/**
 * Copies the result that was used last, which nearly always is the right one, while the tree is still being made.
 * `folder` is made. Undefined when there is none. Never fails.
 */
export async function fetchLastInitramfs(
  keptPath: string,
  folder: string,
  log: Log,
): Promise<KeptInitramfs | undefined> {
  try {
    const stage: KeptStage = { folder: keptPath, stage: INITRAMFS_STAGE, log };
    const [key] = await listKept(stage);
    return key === undefined ? undefined : await fetchKept(stage, key, folder);
  } catch (error) {
    log.debug(`No initramfs was fetched: ${String(error)}`);
    return undefined;
  }
}

async function fetchKept(
  stage: KeptStage,
  key: string,
  folder: string,
): Promise<KeptInitramfs | undefined> {
  await mkdir(folder, { recursive: true });
  const list = join(folder, CONTENTS);
  const image = join(folder, IMAGE);
  if (!(await restoreKept(stage, key, CONTENTS, list))) return undefined;
  const found = await readContents(list);
  if (found === undefined || !(await restoreKept(stage, key, IMAGE, image))) return undefined;
  await chmod(image, 0o644);
  return { key, image, ...found };
}

/** Returns the result that was kept for these inputs, or undefined. */
async function restore(
  stage: KeptStage,
  keys: readonly string[],
  {
    last,
    inputs,
    out,
  }: {
    readonly last: KeptInitramfs | undefined;
    readonly inputs: InitramfsInputs | undefined;
    readonly out: string;
  },
): Promise<KeptInitramfs | undefined> {
  if (inputs === undefined) return undefined;
  let tried = 0;
  for (const key of keys) {
    if (tried === TRIED) return undefined;
    const kept = key === last?.key ? last : await fetchKept(stage, key, out);
    if (kept === undefined) continue;
    const { kind, key: makeKey } = await inputs.decide(kept.contents);
    if (kept.kind !== kind) continue;
    tried += 1;
    if ((await makeKey()) === key) return kept;
  }
  return undefined;
}

/** Returns the key. */
async function keep(
  stage: KeptStage,
  inputs: InitramfsInputs,
  image: string,
  out: string,
): Promise<string | undefined> {
  const contents = await readInitramfsContents(image);
  if (contents === undefined) {
    stage.log.debug('The initramfs is not kept: it has a form that is not read');
    return undefined;
  }
  const list = join(out, CONTENTS);
  const { kind, key: makeKey } = await inputs.decide(contents);
  await writeFile(list, JSON.stringify({ kind, contents }));
  const key = await makeKey();
  await keepResult(stage, key, { [IMAGE]: image, [CONTENTS]: list });
  return key;
}

/** What `keep` wrote; undefined when it is something else: the result may be from another machine. */
async function readContents(
  path: string,
): Promise<{ readonly kind: string; readonly contents: readonly string[] } | undefined> {
  if ((await stat(path)).size > CONTENTS_LIMIT_BYTES) return undefined;
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'));
    const { kind, contents } = found as Readonly<Record<string, unknown>>;
    if (typeof kind !== 'string' || !Array.isArray(contents)) return undefined;
    const names: readonly unknown[] = contents;
    return names.every((name) => typeof name === 'string') ? { kind, contents: names } : undefined;
  } catch {
    return undefined;
  }
}
