import { type DiskReader, readUpTo } from '../disk-reader.ts';
import type { Findings } from '../findings.ts';
import type { Details } from '../report.ts';

/** Bytes from the start that `isKernel` looks at. */
export const KERNEL_HEAD_BYTES = 1024;

/** Whether a file starts as a Linux kernel does: bzImage, Image of aarch64 and riscv64, EFI zboot. */
export function isKernel(head: Buffer): boolean {
  return architectureOf(head) !== undefined;
}

/** Returns what the header of a kernel says, and checks that the file is as long as it says. */
export async function readKernel(
  file: DiskReader,
  path: string,
  findings: Findings,
): Promise<Details> {
  const head = await readUpTo(file, 0, KERNEL_HEAD_BYTES);
  const architecture = architectureOf(head) ?? 'unknown';
  if (head.toString('latin1', 0x202, 0x206) !== 'HdrS') {
    // Of Image, image_size has the memory behind the file, too.
    return { architecture, isEfi: head.toString('latin1', 0, 2) === 'MZ' };
  }
  // 0 stands for 4 (boot.rst).
  const setupSectors = (head[0x1f1] ?? 0) || 4;
  const expected = (setupSectors + 1) * 512 + head.readUInt32LE(0x1f4) * 16;
  findings.check(
    expected <= file.sizeBytes,
    'kernel-size',
    `${path} has ${file.sizeBytes} bytes, its header says ${expected}`,
  );
  const versionAt = head.readUInt16LE(0x20e);
  const text = versionAt === 0 ? Buffer.alloc(0) : await readUpTo(file, versionAt + 0x200, 256);
  const version = text.toString('latin1').split('\0', 1)[0] ?? '';
  return {
    architecture,
    version: version.replaceAll(/[^\x20-\x7e]/g, ''),
    isEfi: head.toString('latin1', 0, 2) === 'MZ',
  };
}

function architectureOf(head: Buffer): string | undefined {
  if (head.length < 0x240) return undefined;
  if (head.toString('latin1', 0x202, 0x206) === 'HdrS' && head.readUInt16LE(0x1fe) === 0xaa55) {
    return 'x86_64';
  }
  if (head.toString('latin1', 56, 60) === 'ARM\x64') return 'aarch64';
  if (head.toString('latin1', 56, 60) === 'RSC\x05') return 'riscv64';
  return head.toString('latin1', 4, 8) === 'zimg' ? 'zboot' : undefined;
}
