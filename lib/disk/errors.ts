/** What can go wrong while a disk image is made. */
export type DiskCode =
  /**
   * Exit 2: The commit is not in the repository.
   * To do: Run `treesmith compose`.
   */
  | 'COMMIT_MISSING'
  /**
   * Exit 2: The commit is not signed by the key that the image shall trust.
   * To do: Sign it with that key, or give the key that it was signed with.
   */
  | 'SIGNATURE_BAD'
  /**
   * Exit 2: The commit has no kernel.
   * To do: Add a kernel package to the treefile.
   */
  | 'KERNEL_MISSING'
  /**
   * Exit 2: The commit has no GRUB modules for UEFI.
   * To do: Add `grub2-efi-x64-modules` (Fedora) or `grub-efi-amd64-bin` (Debian).
   */
  | 'BOOTLOADER_MISSING'
  /**
   * Exit 2: The tree does not fit into the image.
   * To do: Set `size` to what the message says, or more; twice that leaves room for an upgrade.
   */
  | 'IMAGE_TOO_SMALL'
  /**
   * Exit 2: No image of that format can be made yet.
   * To do: Use one of those in the message.
   */
  | 'FORMAT_UNSUPPORTED'
  /**
   * Exit 2: No image for that firmware or architecture can be made yet.
   * To do: Use `firmware: [uefi]` on x86_64.
   */
  | 'FIRMWARE_UNSUPPORTED'
  /**
   * Exit 2: The boot loader's entry has a character that GRUB would take for its own syntax.
   * To do: Leave it out of `kernel-arguments`, or of PRETTY_NAME in os-release.
   */
  | 'BLS_UNSUPPORTED'
  /**
   * Exit 1: A tool of e2fsprogs made another file system than it should.
   * To do: Read what it says; e2fsprogs 1.47 or newer is needed.
   */
  | 'FILESYSTEM_FAILED';
