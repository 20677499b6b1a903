/** A section of a PE file; `offsetBytes` is where its bytes are in the file. */
export interface PeSection {
  readonly name: string;
  readonly offsetBytes: number;
  /** Stored in the file. */
  readonly sizeBytes: number;
  /** In memory; what is meant, where the file is padded. */
  readonly virtualBytes: number;
}

/** What a PE file says of itself (Microsoft PE/COFF specification). */
export interface PeFile {
  readonly architecture: string;
  readonly isEfi: boolean;
  readonly isSigned: boolean;
  readonly sections: readonly PeSection[];
}

/** Bytes from the start that `parsePe` needs at most. */
export const PE_HEAD_BYTES = 8192;

const MACHINES = new Map([
  [0x8664, 'x86_64'],
  [0x014c, 'ia32'],
  [0xaa64, 'aarch64'],
  [0x01c2, 'arm'],
  [0x5064, 'riscv64'],
  [0x6264, 'loongarch64'],
]);
/** EFI application, boot service driver, runtime driver. */
const EFI_SUBSYSTEMS = [10, 11, 12];

/** Returns what the headers of a PE file say, or undefined when they are none. */
export function parsePe(head: Buffer): PeFile | undefined {
  if (head.length < 64 || head.toString('latin1', 0, 2) !== 'MZ') return undefined;
  const at = head.readUInt32LE(60);
  if (at + 24 > head.length || head.toString('latin1', at, at + 4) !== 'PE\0\0') return undefined;
  const machine = head.readUInt16LE(at + 4);
  const sectionCount = head.readUInt16LE(at + 6);
  const optional = at + 24;
  const optionalBytes = head.readUInt16LE(at + 20);
  const table = optional + optionalBytes;
  if (optionalBytes < 96 || table + sectionCount * 40 > head.length) return undefined;
  const isWide = head.readUInt16LE(optional) === 0x20b;
  // The fifth directory has the signatures.
  const signature = optional + (isWide ? 112 : 96) + 4 * 8;
  return {
    architecture: MACHINES.get(machine) ?? `0x${machine.toString(16)}`,
    isEfi: EFI_SUBSYSTEMS.includes(head.readUInt16LE(optional + 68)),
    isSigned: signature + 8 <= table && head.readUInt32LE(signature + 4) > 0,
    sections: Array.from({ length: sectionCount }, (_, index) => {
      const section = head.subarray(table + index * 40, table + index * 40 + 40);
      return {
        name: section.toString('latin1', 0, 8).replace(/\0+$/, ''),
        virtualBytes: section.readUInt32LE(8),
        sizeBytes: section.readUInt32LE(16),
        offsetBytes: section.readUInt32LE(20),
      };
    }),
  };
}
