import { open } from 'node:fs/promises';
import { ConfigError } from '../core/errors.ts';
import { ARCHITECTURES, type Basearch } from './architecture.ts';
import type { HostCode } from './errors.ts';
import { findTool, packageHint } from './tools.ts';

/** Of an ELF header of 64 bits: elf(5). */
const HEADER_BYTES = 64;
const SEGMENT_BYTES = 56;
const SEGMENT_LIMIT = 64;
const INTERPRETER = 3;

/**
 * Returns the path of the emulator for programs of an architecture. It must be a static program: one
 * that is opened from outside a chroot finds no libraries in there.
 *
 * @throws ConfigError EMULATOR_MISSING
 */
export async function findEmulator(basearch: Basearch): Promise<string> {
  const { qemuUser } = ARCHITECTURES[basearch];
  const name = `${qemuUser}-static`;
  const path = findTool(name);
  if (path === undefined) {
    throw new ConfigError<HostCode>('EMULATOR_MISSING', `${name} is not installed`, {
      hint: packageHint(name),
    });
  }
  if (await isStatic(path)) return path;
  throw new ConfigError<HostCode>(
    'EMULATOR_MISSING',
    `${path} cannot run programs in a tree: it is linked dynamically`,
    { hint: packageHint(name) },
  );
}

/** True for an ELF program without an interpreter: what ld.so loads has one. */
async function isStatic(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    await file.read(header, 0, header.length, 0);
    if (header.toString('latin1', 0, 4) !== '\x7fELF') return false;
    // Our own architecture: its byte order is ours.
    const little = header[5] === 1;
    const count = little ? header.readUInt16LE(56) : header.readUInt16BE(56);
    const offset = little ? header.readBigUInt64LE(32) : header.readBigUInt64BE(32);
    if (count > SEGMENT_LIMIT) return false;
    const table = Buffer.alloc(count * SEGMENT_BYTES);
    await file.read(table, 0, table.length, offset);
    const types = Array.from({ length: count }, (_, index) =>
      little
        ? table.readUInt32LE(index * SEGMENT_BYTES)
        : table.readUInt32BE(index * SEGMENT_BYTES),
    );
    return !types.includes(INTERPRETER);
  } finally {
    await file.close();
  }
}
