/** What can be wrong with GRUB's files. */
export type GrubCode =
  /**
   * Exit 1: A file is not GRUB's environment block.
   * To do: Make the image again.
   */
  | 'GRUBENV_BAD'
  /**
   * Exit 1: Variables do not fit into the 1024 bytes of a grubenv.
   * To do: Use fewer kernel arguments.
   */
  | 'GRUBENV_FULL'
  /**
   * Exit 1: GRUB's images for a BIOS are not what this version knows, or too large.
   * To do: Use GRUB 2.06 to 2.14 as Debian and Fedora have them.
   */
  | 'GRUB_IMAGE_BAD';
