import { PARTITION_TYPES } from '../gpt/table.ts';

/** What is usually meant by a type of partition: a GUID, or `0x83`. */
export const PARTITION_TYPE_NAMES: ReadonlyMap<string, string> = new Map<string, string>([
  [PARTITION_TYPES.biosBoot, 'BIOS boot'],
  [PARTITION_TYPES.efiSystem, 'EFI system'],
  [PARTITION_TYPES.linuxData, 'Linux data'],
  [PARTITION_TYPES.rootX86_64, 'root (x86_64)'],
  [PARTITION_TYPES.rootAarch64, 'root (aarch64)'],
  ['bc13c2ff-59e6-4262-a352-b275fd6f7172', 'extended boot'],
  ['9e1a2d38-c612-4316-aa26-8b49521e5a8b', 'PReP'],
  ['0657fd6d-a4ab-43c4-84e5-0933c84b4f4f', 'Linux swap'],
  ['72ec70a6-cf74-40e6-bd49-4bda08e8f224', 'root (riscv64)'],
  ['c31c45e6-3f39-412e-80fb-4809c4980599', 'root (ppc64le)'],
  ['ebd0a0a2-b9e5-4433-87c0-68b6b72699c7', 'basic data'],
  ['0x83', 'Linux'],
  ['0x82', 'Linux swap'],
  ['0xef', 'EFI system'],
  ['0xcd', 'ISO 9660'],
  ['0x41', 'PReP'],
  ['0x0c', 'FAT32'],
]);
