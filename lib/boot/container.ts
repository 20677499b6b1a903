import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import { probeKvm } from '../host/kvm.ts';
import { startTool } from '../host/process.ts';
import { makeTempDir } from '../host/temp.ts';
import type { BootCode } from './errors.ts';
import { formatMachine } from './machine.ts';

/** A virtual machine that runs one container and powers off. */
export interface ContainerMachine {
  readonly basearch: Basearch;
  readonly kernel: string;
  readonly initramfs: string;
  /** The container's files, read only. */
  readonly disk: string;
  readonly diskSerial: string;
  readonly kernelArguments: readonly string[];
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly log: Log;
}

/** The last of the console that is looked at. */
const TAIL_BYTES = 64 * 1024;
const ENDED = /treesmith: the container ended with exit code (\d{1,3})/;
const FAILED = /treesmith: ([^\r\n]+)/;

/**
 * Runs the machine with its console on our terminal, until it powers off or the user leaves with
 * Ctrl-A X, and returns the exit code of the container.
 *
 * @throws BuildError GUEST_EXITED when the container was not run to its end
 */
export async function bootContainer(machine: ContainerMachine): Promise<number> {
  const { basearch, kernel, disk, log } = machine;
  await using work = await makeTempDir();
  const accelerator = (await probeKvm()) ? 'kvm' : 'tcg';
  const console = join(work.path, 'console');
  const argv = formatMachine({
    ...{ basearch, accelerator, cpus: machine.cpus, memoryMiB: machine.memoryMiB, drives: [] },
    direct: { kernel, initrd: machine.initramfs, append: machine.kernelArguments.join(' ') },
  });
  const doubled = (path: string) => path.replaceAll(',', ',,');
  argv.push(
    ...['-drive', `file=${doubled(disk)},format=raw,if=none,id=container,readonly=on`],
    ...['-device', `virtio-blk-pci,drive=container,serial=${machine.diskSerial}`],
    // As `-serial mon:stdio`, and a copy to read the exit code from.
    ...['-chardev', `stdio,id=console,mux=on,signal=off,logfile=${doubled(console)}`],
    ...['-serial', 'chardev:console', '-mon', 'chardev=console,mode=readline', '-no-reboot'],
  );
  const child = await startTool(argv, { stdio: 'inherit', log });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  const tail = await readTail(console);
  const ended = ENDED.exec(tail)?.[1];
  if (exitCode === 0 && ended !== undefined) return Number(ended);
  const why = FAILED.exec(tail)?.[1] ?? `QEMU ended with exit code ${exitCode}`;
  throw new BuildError<BootCode>('GUEST_EXITED', `the container did not run to its end: ${why}`);
}

async function readTail(path: string): Promise<string> {
  await using file = await open(path);
  const { size } = await file.stat();
  const start = Math.max(0, size - TAIL_BYTES);
  return (await file.read(Buffer.alloc(size - start), 0, size - start, start)).buffer.toString();
}
