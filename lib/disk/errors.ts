/** What can go wrong while a disk image is made. */
export type DiskCode =
  | 'COMMIT_MISSING'
  | 'SIGNATURE_BAD'
  | 'KERNEL_MISSING'
  | 'BOOTLOADER_MISSING'
  | 'IMAGE_TOO_SMALL'
  | 'FORMAT_UNSUPPORTED'
  | 'FIRMWARE_UNSUPPORTED'
  | 'FILESYSTEM_FAILED';
