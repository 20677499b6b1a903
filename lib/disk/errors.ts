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
   * Exit 2: The commit has no boot loader for what the image shall boot by.
   * To do: Add the package that the message names, or change `firmware` or `bootloader`.
   */
  | 'BOOTLOADER_MISSING'
  /**
   * Exit 2: The tree does not fit into the image.
   * To do: Set `size` to what the message says, or more; twice that leaves room for an upgrade.
   */
  | 'IMAGE_TOO_SMALL'
  /**
   * Exit 2: An image for that architecture cannot boot by that firmware or boot loader.
   * To do: Change `firmware` or `bootloader`, as the message says.
   */
  | 'FIRMWARE_UNSUPPORTED'
  /**
   * Exit 2: The boot loader's entry has a character that GRUB would take for its own syntax.
   * To do: Leave it out of `kernel-arguments`, or of PRETTY_NAME in os-release.
   */
  | 'BLS_UNSUPPORTED'
  /**
   * Exit 2: A partition of the user's own would begin within the one before it.
   * To do: Leave out its `offset`, or set it to what the hint says.
   */
  | 'PARTITION_OVERLAP'
  /**
   * Exit 2: The commit has no systemd, which first boot or the boot loader needs.
   * To do: Add `systemd` to the treefile.
   */
  | 'SYSTEMD_MISSING'
  /**
   * Exit 2: New identifiers on first boot need tools that the commit has not.
   * To do: Add the packages that the message names, or leave out `regenerate-uuids`.
   */
  | 'FIRST_BOOT_TOOLS_MISSING'
  /**
   * Exit 2: The commit has no tools of the root file system, without which its initramfs lacks the driver.
   * To do: Add the package that the message names, compose again, or change `filesystem`.
   */
  | 'FILESYSTEM_TOOLS_MISSING'
  /**
   * Exit 2: What a platform tells the kernel does not fit into its place on the disk.
   * To do: Use fewer `kernel-arguments` in `platforms`, or set those of the image.
   */
  | 'PLATFORM_ARGUMENTS_LONG'
  /**
   * Exit 1: A tool made another file system than it should.
   * To do: Read what it says; the versions that are needed stand in docs/images.md.
   */
  | 'FILESYSTEM_FAILED';
