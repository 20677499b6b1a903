import { ARCHITECTURES, type Basearch } from './architecture.ts';

/** What the program ends with. Nothing else ends so by chance. */
export const PROBE_EXIT_CODE = 42;

const HEADER_BYTES = 64;
const SEGMENT_BYTES = 56;
const ADDRESS = 0x10000n;
const EXECUTABLE = 2;
const LOAD = 1;
const READ_AND_EXECUTE = 5;
/** ELFv2, which is all that runs on little-endian POWER. */
const FLAGS: Partial<Record<Basearch, number>> = { ppc64le: 2 };

/** `exit(42)`, as the processor and Linux take it: number of the call, argument, call. */
const CODE: Readonly<Record<Basearch, string>> = {
  x86_64: 'b83c000000 bf2a000000 0f05',
  aarch64: 'a80b80d2 400580d2 010000d4',
  ppc64le: '01000038 2a006038 02000044',
  s390x: 'a729002a 0a01',
  riscv64: '9308d005 1305a002 73000000',
};

/**
 * Returns the smallest program of an architecture: a static ELF file that ends with exit code 42 and
 * needs nothing but a kernel, or an emulator.
 */
export function formatProbeProgram(basearch: Basearch): Buffer {
  const { machine, byteOrder } = ARCHITECTURES[basearch].elf;
  const code = Buffer.from(CODE[basearch].replaceAll(' ', ''), 'hex');
  const little = byteOrder === 'little';
  const sizeBytes = HEADER_BYTES + SEGMENT_BYTES + code.length;
  const fields: readonly (readonly [16 | 32 | 64, number | bigint])[] = [
    ...([[16, EXECUTABLE] as const, [16, machine] as const, [32, 1] as const] as const),
    // Entry, segments, no sections.
    [64, ADDRESS + BigInt(HEADER_BYTES + SEGMENT_BYTES)],
    [64, HEADER_BYTES],
    [64, 0],
    [32, FLAGS[basearch] ?? 0],
    ...[HEADER_BYTES, SEGMENT_BYTES, 1, 0, 0, 0].map((value) => [16, value] as const),
    // The one segment is the whole file.
    [32, LOAD],
    [32, READ_AND_EXECUTE],
    ...[0n, ADDRESS, ADDRESS, sizeBytes, sizeBytes, ADDRESS].map((value) => [64, value] as const),
  ];
  const identity = Buffer.alloc(16);
  identity.set([0x7f, 0x45, 0x4c, 0x46, 2, little ? 1 : 2, 1]);
  return Buffer.concat([identity, ...fields.map((field) => formatField(...field, little)), code]);
}

function formatField(bits: 16 | 32 | 64, value: number | bigint, little: boolean): Buffer {
  const bytes = Buffer.alloc(bits / 8);
  for (let index = 0; index < bytes.length; index += 1) {
    const shift = BigInt(8 * (little ? index : bytes.length - 1 - index));
    bytes[index] = Number((BigInt(value) >> shift) & 0xffn);
  }
  return bytes;
}
