import { createReadStream, createWriteStream } from 'node:fs';
import { access, appendFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { BackingFile } from './backing-file.ts';
import { findDiskInArchive } from './disk-in-archive.ts';
import type { BootCode } from './errors.ts';
import { addDiscArguments, addDiskArguments } from './kernel-arguments.ts';
import type { DirectKernel, Drive } from './machine.ts';
import type { DiskFormat, Medium } from './medium.ts';
import { makeOverlay } from './overlay.ts';

/** What a machine gets of a medium. */
export interface PreparedMedium {
  readonly drives: readonly Drive[];
  readonly direct?: DirectKernel;
}

/** QEMU's names of disk formats. */
const DRIVERS: Readonly<Record<DiskFormat, string>> = {
  raw: 'raw',
  qcow2: 'qcow2',
  vmdk: 'vmdk',
  vhd: 'vpc',
  vhdx: 'vhdx',
};

/**
 * Lays overlays over a medium, so that it is only read, and adds kernel arguments in them. Files in
 * between go to `workDir`.
 *
 * @throws ConfigError IMAGE_MISSING, IMAGE_UNKNOWN; BuildError ARCHIVE_BAD, …; ToolError
 */
export async function prepareMedium(
  medium: Medium,
  options: {
    readonly kernelArguments: readonly string[];
    readonly workDir: string;
    readonly log: Log;
  },
): Promise<PreparedMedium> {
  switch (medium.kind) {
    case 'disk': {
      const backing = { file: resolve(medium.path), format: DRIVERS[medium.format] };
      return { drives: [await overlayDisk(backing, options)] };
    }
    case 'archive': {
      const path = await existing(medium.path);
      const backing = await findDiskInArchive({ ...medium, path }, options.workDir);
      return { drives: [await overlayDisk(backing, options)] };
    }
    case 'iso': {
      const image = await existing(medium.path);
      const file = join(options.workDir, 'disc.qcow2');
      await makeOverlay({ backing: { file: image, format: 'raw' }, path: file, log: options.log });
      if (options.kernelArguments.length > 0)
        await addDiscArguments({ ...options, overlay: file, image });
      const kind = medium.as ?? 'cdrom';
      const disc: Drive = { file, format: 'qcow2', kind, writes: 'unsafe' };
      return { drives: [disc] };
    }
    case 'kernel': {
      const { kernel, initrd, rootfs } = medium;
      const parts = await Promise.all(
        [initrd, rootfs].filter((path) => path !== undefined).map(existing),
      );
      const append = [medium.append, ...options.kernelArguments].join(' ').trim();
      return {
        drives: [],
        direct: {
          kernel: await existing(kernel),
          ...(parts.length === 0 ? {} : { initrd: await joinInitrds(parts, options.workDir) }),
          append,
        },
      };
    }
  }
}

/** The kernel reads one after the other; each begins at a multiple of four bytes. */
async function joinInitrds(paths: readonly string[], workDir: string): Promise<string> {
  const [only] = paths;
  if (paths.length === 1 && only !== undefined) return only;
  const joined = join(workDir, 'initrd');
  let sizeBytes = 0;
  for (const path of paths) {
    await appendFile(joined, Buffer.alloc((4 - (sizeBytes % 4)) % 4));
    await pipeline(createReadStream(path), createWriteStream(joined, { flags: 'a' }));
    ({ size: sizeBytes } = await stat(joined));
  }
  return joined;
}

async function overlayDisk(
  backing: BackingFile,
  options: {
    readonly kernelArguments: readonly string[];
    readonly workDir: string;
    readonly log: Log;
  },
): Promise<Drive> {
  const path = join(options.workDir, 'overlay.qcow2');
  await makeOverlay({ backing, path, log: options.log });
  if (options.kernelArguments.length > 0)
    await addDiskArguments({ ...options, overlay: path, image: backing.file });
  return { file: path, format: 'qcow2', kind: 'disk', writes: 'unsafe' };
}

async function existing(path: string): Promise<string> {
  try {
    await access(path);
    return resolve(path);
  } catch (cause) {
    throw new ConfigError<BootCode>('IMAGE_MISSING', `${path} cannot be opened`, {
      hint: 'Build it first: treesmith build, or treesmith image.',
      cause,
    });
  }
}
