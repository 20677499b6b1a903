import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';
import type { BackingFile } from './backing-file.ts';
import { findDiskInArchive } from './disk-in-archive.ts';
import type { BootCode } from './errors.ts';
import { addDiscArguments, addDiskArguments } from './kernel-arguments.ts';
import type { DirectKernel, Drive } from './machine.ts';
import type { DiskFormat, Medium } from './medium.ts';
import { makeOverlay } from './overlay.ts';

/** What a machine gets of a medium. */
export interface PreparedMedium extends AsyncDisposable {
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

/** The host, as a guest on QEMU's user network sees it. */
const HOST = '10.0.2.2';

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
      return { drives: [await overlayDisk(backing, options)], ...NOTHING_TO_CLOSE };
    }
    case 'archive': {
      const path = await existing(medium.path);
      const backing = await findDiskInArchive({ ...medium, path }, options.workDir);
      return { drives: [await overlayDisk(backing, options)], ...NOTHING_TO_CLOSE };
    }
    case 'iso': {
      const image = await existing(medium.path);
      const file = join(options.workDir, 'disc.qcow2');
      await makeOverlay({ backing: { file: image, format: 'raw' }, path: file, log: options.log });
      if (options.kernelArguments.length > 0)
        await addDiscArguments({ ...options, overlay: file, image });
      const kind = medium.as ?? 'cdrom';
      const disc: Drive = { file, format: 'qcow2', kind, writes: 'unsafe' };
      return { drives: [disc], ...NOTHING_TO_CLOSE };
    }
    case 'kernel': {
      const served = medium.rootfs === undefined ? undefined : await serve(medium.rootfs);
      const append = [medium.append, ...options.kernelArguments].join(' ').trim();
      return {
        drives: [],
        direct: {
          kernel: await existing(medium.kernel),
          ...(medium.initrd === undefined ? {} : { initrd: await existing(medium.initrd) }),
          append: append.replaceAll('{rootfs}', served?.url ?? ''),
        },
        [Symbol.asyncDispose]: async () => served?.close(),
      };
    }
  }
}

/** Makes an empty disk to install to. */
export async function makeEmptyDisk(path: string, sizeBytes: number, log: Log): Promise<Drive> {
  await runTool(['qemu-img', 'create', '-q', '-f', 'qcow2', path, String(sizeBytes)], { log });
  return { file: path, format: 'qcow2', kind: 'disk', writes: 'unsafe' };
}

const NOTHING_TO_CLOSE = { [Symbol.asyncDispose]: async () => undefined };

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

/** Serves one file to the guest. */
async function serve(path: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const file = await existing(path);
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405).end();
      return;
    }
    // Whoever goes away in the middle may ask again.
    if (request.method === 'GET') pipeline(createReadStream(file), response, () => undefined);
    else response.end();
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', done);
  });
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/rootfs`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
