import type { RuleTable } from '../rule.ts';

const BOOT_PROTOCOL = 'kernel: arch/x86/boot.rst';

/** Rules of kernels and initramfs (pxe, kernel+initrd), and of container disks. */
export const BOOT_FILE_RULES = {
  'kernel-size': {
    what: 'the kernel is as long as its header says',
    severity: 'error',
    clause: `${BOOT_PROTOCOL}, The Real-Mode Kernel Header; arch/arm64/booting.rst, 4`,
  },
  'initrd-members': {
    what: 'the archives of an initramfs are sound, up to the first that is compressed',
    severity: 'error',
    clause: 'kernel: driver-api/early-userspace/buffer-format.rst',
  },
  'initrd-init': {
    what: 'an initramfs has /init',
    severity: 'warning',
    clause: 'kernel: filesystems/ramfs-rootfs-initramfs.rst',
  },
  'pxe-kernel': {
    what: 'it has one kernel',
    severity: 'error',
    clause: 'PXELINUX, KERNEL and INITRD; kernel: arch/x86/boot.rst',
  },
  'pxe-initrd': {
    what: 'it has an initramfs',
    severity: 'error',
    clause: 'PXELINUX, KERNEL and INITRD; kernel: arch/x86/boot.rst',
  },
  'pxe-architecture': {
    what: 'file systems and kernel are there once for one architecture',
    severity: 'warning',
    clause: 'PXELINUX, KERNEL and INITRD',
  },
  'oci-layout': {
    what: 'oci-layout says imageLayoutVersion 1.0.0, and index.json is one',
    severity: 'error',
    clause: 'OCI image-spec 1.1, image-layout.md',
  },
  'oci-blob': {
    what: 'every blob that is named is there, with its size and digest',
    severity: 'error',
    clause: 'OCI image-spec 1.1, descriptor.md',
  },
  'containerdisk-folder': {
    what: 'the disk is the one file in /disk',
    severity: 'error',
    clause: 'KubeVirt user guide, Disks and Volumes: containerDisk',
  },
  'containerdisk-format': {
    what: 'the disk is qcow2 or raw',
    severity: 'error',
    clause: 'KubeVirt user guide, Disks and Volumes: containerDisk',
  },
  'containerdisk-owner': {
    what: 'the disk belongs to 107:107 (qemu), or everybody may read it',
    severity: 'error',
    clause: 'KubeVirt user guide, Disks and Volumes: containerDisk',
  },
} as const satisfies RuleTable;
