import { BuildError } from '../core/errors.ts';
import type { LiveCode } from './errors.ts';

/** What a program or library wants from its dynamic linker. */
export interface ElfNeeds {
  /** `e_machine`: libraries of another machine do not fit. */
  readonly machine: number;
  /** The dynamic linker, an absolute path; undefined for libraries and static programs. */
  readonly interpreter: string | undefined;
  /** DT_NEEDED: names of libraries. */
  readonly libraries: readonly string[];
  /** DT_RUNPATH and DT_RPATH: folders, `$ORIGIN` not yet replaced. */
  readonly runPaths: readonly string[];
}

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_RPATH = 15;
const DT_RUNPATH = 29;
const MAX_SEGMENTS = 128;
const MAX_DYNAMIC = 4096;
const MAX_NAME_BYTES = 4096;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly sizeBytes: number;
}

/** Whether a file begins as an ELF file does. */
export function isElf(bytes: Buffer): boolean {
  return bytes.length > 20 && bytes.readUInt32BE(0) === 0x7f454c46;
}

/**
 * Reads the dynamic section of a 64-bit ELF file (System V ABI, gabi 4.1).
 *
 * @throws BuildError PROGRAM_BAD for what is damaged, or of 32 bits
 */
export function parseElfNeeds(bytes: Buffer, name: string): ElfNeeds {
  try {
    return readNeeds(bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BuildError<LiveCode>('PROGRAM_BAD', `${name} is no 64-bit ELF file: ${why}`, {
      cause: error,
    });
  }
}

function readNeeds(bytes: Buffer): ElfNeeds {
  if (!isElf(bytes) || bytes[4] !== 2) throw new RangeError('wrong magic or class');
  const isBig = bytes[5] === 2;
  const u16 = (at: number) => (isBig ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at));
  const u32 = (at: number) => (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  const u64 = (at: number) => {
    const value = Number(isBig ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at));
    if (!Number.isSafeInteger(value)) throw new RangeError('a number is out of range');
    return value;
  };
  const text = (at: number) => {
    const end = bytes.indexOf(0, at);
    if (end < at || end - at > MAX_NAME_BYTES) throw new RangeError('a name has no end');
    return bytes.toString('utf8', at, end);
  };
  const count = u16(56);
  if (count > MAX_SEGMENTS) throw new RangeError(`${count} segments`);
  const segments: Segment[] = Array.from({ length: count }, (_, index) => {
    const at = u64(32) + index * u16(54);
    return { type: u32(at), offset: u64(at + 8), address: u64(at + 16), sizeBytes: u64(at + 32) };
  });
  const interp = segments.find(({ type }) => type === PT_INTERP);
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  const entries: (readonly [tag: number, value: number])[] = [];
  for (let index = 0; dynamic !== undefined && index * 16 < dynamic.sizeBytes; index += 1) {
    if (index > MAX_DYNAMIC) throw new RangeError('the dynamic section has no end');
    // Tags above 2^53 are the processor's own; none of them is looked at.
    const at = dynamic.offset + index * 16;
    const tag = Number(isBig ? bytes.readBigInt64BE(at) : bytes.readBigInt64LE(at));
    if (tag === 0) break;
    if ([DT_NEEDED, DT_STRTAB, DT_RPATH, DT_RUNPATH].includes(tag))
      entries.push([tag, u64(at + 8)]);
  }
  const table = entries.find(([tag]) => tag === DT_STRTAB)?.[1];
  const strings = (...tags: number[]) =>
    entries
      .filter(([tag]) => tags.includes(tag))
      .map(([, value]) => text(fileOffset(segments, table ?? 0) + value));
  return {
    machine: u16(18),
    interpreter: interp === undefined ? undefined : text(interp.offset),
    libraries: strings(DT_NEEDED),
    runPaths: strings(DT_RPATH, DT_RUNPATH).flatMap((paths) => paths.split(':')),
  };
}

function fileOffset(segments: readonly Segment[], address: number): number {
  const holder = segments.find(
    (segment) =>
      segment.type === PT_LOAD &&
      address >= segment.address &&
      address < segment.address + segment.sizeBytes,
  );
  if (holder === undefined) throw new RangeError('the string table is not in the file');
  return address - holder.address + holder.offset;
}
