import { ARCHIVE_RULES } from './rules/archive.ts';
import { BOOT_FILE_RULES } from './rules/boot-files.ts';
import { DISK_RULES } from './rules/disk.ts';
import { ISO_RULES } from './rules/iso.ts';
import { OVA_RULES } from './rules/ova.ts';
import { QCOW2_RULES } from './rules/qcow2.ts';
import { VHD_RULES } from './rules/vhd.ts';
import { VHDX_RULES } from './rules/vhdx.ts';
import { VMDK_RULES } from './rules/vmdk.ts';

/** Every rule, by the title that its table has in docs/inspect-image.md. */
export const RULE_TABLES = {
  'Partitions, file systems, boot loaders': DISK_RULES,
  qcow2: QCOW2_RULES,
  vmdk: VMDK_RULES,
  'vhd, and Azure': VHD_RULES,
  vhdx: VHDX_RULES,
  ova: OVA_RULES,
  'gce, tar, wsl': ARCHIVE_RULES,
  iso: ISO_RULES,
  'kernel+initrd, pxe, containerdisk': BOOT_FILE_RULES,
} as const;

/** Every rule, by name. */
export const RULES = {
  ...DISK_RULES,
  ...QCOW2_RULES,
  ...VMDK_RULES,
  ...VHD_RULES,
  ...VHDX_RULES,
  ...OVA_RULES,
  ...ARCHIVE_RULES,
  ...ISO_RULES,
  ...BOOT_FILE_RULES,
} as const;

export type RuleName = keyof typeof RULES;
