/** Bytes of a sector. Every disk image we make has 512, as every cloud and QEMU expect. */
export const SECTOR_BYTES = 512;

/** A GUID partition table. Numbers of sectors are LBAs counted from 0. */
export interface GptTable {
  /** Lower-case GUID of the disk. */
  readonly diskGuid: string;
  /** Size of the whole disk. */
  readonly sectors: number;
  /** In the order of their entries: the first is `/dev/sda1`. */
  readonly partitions: readonly GptPartition[];
}

/** One entry of the table. */
export interface GptPartition {
  readonly type: string;
  readonly guid: string;
  /** At most 36 UTF-16 units. */
  readonly name: string;
  readonly firstSector: number;
  /** Inclusive, as in the table itself. */
  readonly lastSector: number;
  /** Attribute bits; bit 2 marks what a BIOS boots. */
  readonly attributes?: bigint;
}

/** Types of partition: UEFI 2.10 table 5.7, GRUB's manual, and the Discoverable Partitions Specification. */
export const PARTITION_TYPES = {
  biosBoot: '21686148-6449-6e6f-744e-656564454649',
  efiSystem: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b',
  linuxData: '0fc63daf-8483-4772-8e79-3d69d8477de4',
  linuxVar: '4d21b016-b534-45c2-a9fb-5c16e091fd2d',
  rootX86_64: '4f68bce3-e8cd-4db1-96e7-fbcaf984b709',
  rootAarch64: 'b921b045-1df0-41c3-af44-4c6f280d3fae',
} as const;
