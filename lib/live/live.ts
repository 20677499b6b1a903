import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { formatBytes } from '../core/bytes.ts';
import { ARCHITECTURES } from '../host/architecture.ts';
import { assertOutputFile, makeFolder, withLock } from '../host/files.ts';
import { makeTempDir } from '../host/temp.ts';
import { formatVolumeId } from '../iso9660/format.ts';
import type { LiveFacts } from './init-live.ts';
import { makeInstallImage } from './install-image.ts';
import { assertIsoArchitecture, writeIso } from './iso.ts';
import { kernelPath, writeTreeInitramfs } from './kernel-initrd.ts';
import { writeLiveInitramfs } from './live-initramfs.ts';
import type { LiveOptions, LiveOutput, LiveResult } from './live-model.ts';
import { placeFile } from './place.ts';
import { assertOutputFolder, placeFolder } from './place-folder.ts';
import { writePxeRootfs } from './pxe.ts';
import { writeRootArchive } from './root-archive.ts';
import { type RootfsFormat, writeRootfs } from './rootfs.ts';
import { checkoutTree, type LiveTree, requireKernel } from './tree.ts';

const MENU_SECONDS = 5;

/**
 * Makes what is made of a commit's files rather than of a disk: live and installer ISOs, network boots,
 * initramfs systems and archives. The commit is checked out once, and a root file system is compressed
 * once for all outputs that have it. The bytes are a function of the commit, the options and the tools'
 * versions. Runs as root; no loop device, no mount.
 *
 * @throws ConfigError LiveCode, OUTPUT_NOT_A_FILE, OUTPUT_READ_ONLY; BuildError DISK_FULL; ToolError
 */
export async function buildLive(options: LiveOptions): Promise<LiveResult[]> {
  const { outputs, commit, repoPath, workDir, log, basearch } = options;
  for (const { format, path } of outputs) {
    await (isFolderFormat(format) ? assertOutputFolder(path) : assertOutputFile(path));
    if (format === 'iso') assertIsoArchitecture(basearch);
  }
  const folder = join(workDir, 'live-image');
  return withLock(
    `${folder}.lock`,
    async () => {
      // What a run that was killed left behind.
      await rm(folder, { recursive: true, force: true });
      await using work = await makeTempDir(folder);
      const tree = await log.group('Check out the tree', () =>
        checkoutTree(repoPath, commit, join(work.path, 'tree'), log),
      );
      const maker = new Maker(options, tree, work.path);
      const results: LiveResult[] = [];
      for (const [index, output] of outputs.entries()) {
        const made = await log.group(
          `Make ${basename(output.path)} (${output.format})`,
          async () => {
            const startedMs = performance.now();
            const result = await maker.make(output, join(work.path, `output-${index}`));
            const sizeBytes = result.files.reduce((sum, file) => sum + file.sizeBytes, 0);
            const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
            log.info(`${output.path}: ${formatBytes(sizeBytes)} in ${seconds} s`);
            return result;
          },
        );
        results.push(made);
      }
      return results;
    },
    { log },
  );
}

/** Makes one output after another, and keeps what more than one of them needs. */
class Maker {
  private readonly options: LiveOptions;
  private readonly tree: LiveTree;
  private readonly workPath: string;
  private readonly rootfses = new Map<RootfsFormat, string>();

  constructor(options: LiveOptions, tree: LiveTree, workPath: string) {
    this.options = options;
    this.tree = tree;
    this.workPath = workPath;
  }

  async make(output: LiveOutput, workDir: string): Promise<LiveResult> {
    const { format, path } = output;
    await mkdir(workDir);
    await makeFolder(dirname(path));
    const finished = join(workDir, 'finished');
    if (isFolderFormat(format)) {
      await mkdir(finished);
      if (format === 'pxe') await this.makePxe(output, finished);
      else await this.makeKernelInitrd(output, finished);
      const files = await placeFolder(finished, path);
      return { format, path, files };
    }
    if (format === 'iso') await this.makeIso(output, finished, workDir);
    else {
      await writeRootArchive({
        ...{ tree: this.tree, path: finished, workDir, log: this.options.log },
        compression: output.compression ?? (format === 'wsl' ? 'gzip' : 'none'),
        ...(format === 'wsl' ? { wslName: this.options.name } : {}),
      });
    }
    return { format, path, files: [await placeFile(finished, path)] };
  }

  private async makeKernelInitrd(output: LiveOutput, folder: string): Promise<void> {
    const initramfs = join(folder, 'initramfs.img');
    await writeTreeInitramfs(this.tree, initramfs, output.compression ?? 'zstd');
    await copyFile(kernelPath(this.tree), join(folder, 'vmlinuz'));
    await writeFile(join(folder, 'cmdline'), `${this.kernelArguments(output).join(' ')}\n`);
  }

  private async makePxe(output: LiveOutput, folder: string): Promise<void> {
    const { rootfs, facts } = await this.liveParts(output, await this.volumeId(), 0);
    const download = await writePxeRootfs(folder, rootfs);
    const initramfs = join(folder, 'initramfs.img');
    await writeLiveInitramfs(this.tree, { ...facts, download }, 'initramfs', initramfs);
    await copyFile(kernelPath(this.tree), join(folder, 'vmlinuz'));
    const words = ['rdinit=/treesmith/init', ...this.kernelArguments(output)];
    await writeFile(join(folder, 'cmdline'), `${words.join(' ')}\n`);
  }

  private async makeIso(output: LiveOutput, path: string, workDir: string): Promise<void> {
    const { commit, basearch, log } = this.options;
    const { installImage } = output;
    const volumeId = await this.volumeId();
    const initramfs = join(workDir, 'initramfs.img');
    const install =
      installImage === undefined ? undefined : await makeInstallImage(installImage, workDir);
    const parts = await this.liveParts(output, volumeId, install?.sizeBytes ?? 0);
    const { rootfs, facts } = parts;
    await writeLiveInitramfs(this.tree, facts, 'medium', initramfs);
    const title = await this.title();
    const kernelArguments = ['rdinit=/treesmith/init', ...this.kernelArguments(output)];
    const installEntry = {
      title: `Install ${title} on the only disk: all that is on it is lost`,
      kernelArguments: [...kernelArguments, 'treesmith.install=auto'],
    };
    await writeIso({
      ...{ output: path, basearch, commit, volumeId, rootfs, initramfs, workDir, log },
      treePath: this.tree.path,
      kernel: kernelPath(this.tree),
      ...(install === undefined ? {} : { install }),
      entries: [
        { title: `${title} (live)`, kernelArguments },
        ...(install === undefined ? [] : [installEntry]),
      ],
      timeoutSeconds: MENU_SECONDS,
      timeSeconds: this.tree.timestampSeconds,
    });
  }

  private async liveParts(
    output: LiveOutput,
    label: string,
    installBytes: number,
  ): Promise<{ rootfs: string; facts: LiveFacts }> {
    const format = output.rootfs ?? 'squashfs';
    requireKernel(this.tree);
    const facts = { label, commit: this.options.commit, rootfs: format, installBytes };
    return { rootfs: await this.rootfs(format), facts };
  }

  /** The compressed root file system, made by who needs it first. The kernel is loaded from elsewhere. */
  private async rootfs(format: RootfsFormat): Promise<string> {
    const known = this.rootfses.get(format);
    if (known !== undefined) return known;
    const path = join(this.workPath, `rootfs.${format}`);
    const modules = `usr/lib/modules/${requireKernel(this.tree)}`;
    await writeRootfs({
      ...{ root: this.tree.path, path, format, timeSeconds: this.tree.timestampSeconds },
      seed: this.options.commit,
      without: [`${modules}/initramfs.img`, `${modules}/vmlinuz`],
      log: this.options.log,
    });
    this.rootfses.set(format, path);
    return path;
  }

  private kernelArguments(output: LiveOutput): string[] {
    const consoles = output.consoles ?? ['tty0', ARCHITECTURES[this.options.basearch].console];
    return [...consoles.map((name) => `console=${name}`), ...(output.kernelArguments ?? [])];
  }

  private async volumeId(): Promise<string> {
    const version = (await this.osRelease('VERSION_ID')) ?? '';
    return formatVolumeId(this.options.name, version, this.options.basearch);
  }

  private async title(): Promise<string> {
    return (await this.osRelease('PRETTY_NAME')) ?? this.options.name;
  }

  private async osRelease(key: string): Promise<string | undefined> {
    const text = await readFile(join(this.tree.path, 'usr/lib/os-release'), 'utf8').catch(() => '');
    return new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(text)?.[1];
  }
}

function isFolderFormat(format: string): boolean {
  return format === 'pxe' || format === 'kernel+initrd';
}
