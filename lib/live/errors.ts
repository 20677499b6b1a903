/** What can go wrong while something is made of a tree that is no disk: an ISO, an initramfs, an archive. */
export type LiveCode =
  /**
   * Exit 2: The commit is not in the repository.
   * To do: Run `treesmith compose`.
   */
  | 'COMMIT_MISSING'
  /**
   * Exit 2: The tree has no kernel.
   * To do: Add a kernel package to the treefile.
   */
  | 'KERNEL_MISSING'
  /**
   * Exit 2: The tree has a kernel, and no initramfs beside it, which a live system starts from.
   * To do: Add `dracut` to the treefile, so that compose makes one.
   */
  | 'INITRAMFS_MISSING'
  /**
   * Exit 2: The tree lacks a program that a live system needs before its root file system is there.
   * To do: Add the package that the message names to the treefile.
   */
  | 'PROGRAM_MISSING'
  /**
   * Exit 2: The kernel has neither built in nor as a module what is needed to find the root file system.
   * To do: Add the package with that module, or take another kernel, as the message says.
   */
  | 'MODULE_MISSING'
  /**
   * Exit 2: Neither the tree nor this machine has GRUB for the firmware of the image.
   * To do: Add the package that the message names to the treefile, or install it here.
   */
  | 'BOOTLOADER_MISSING'
  /**
   * Exit 2: There is no way to start this kind of image on that architecture.
   * To do: Take one of the formats in the message.
   */
  | 'FORMAT_UNSUPPORTED'
  /**
   * Exit 2: Something is larger than the format can hold.
   * To do: Leave packages out, or take another format, as the message says.
   */
  | 'FORMAT_LIMIT'
  /**
   * Exit 2: The disk image that an installer shall write is not one.
   * To do: Give a raw disk compressed by zstd (`raw.zst`).
   */
  | 'INSTALL_IMAGE_BAD'
  /**
   * Exit 2: The folder for a network boot, or for kernel and initrd, has something else in it.
   * To do: Name another, or empty it; nothing in it was touched.
   */
  | 'OUTPUT_TAKEN'
  /**
   * Exit 2: The container image is not there, or is not one, or not for this architecture.
   * To do: Read the message; give an OCI layout, an oci-archive or a reference.
   */
  | 'CONTAINER_UNFIT'
  /**
   * Exit 1: A program or library of the tree is damaged, or is none.
   * To do: Compose again; look at the package that owns the file.
   */
  | 'PROGRAM_BAD';
