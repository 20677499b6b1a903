/** What can be wrong with a file system. */
export type FileSystemCode =
  /**
   * Exit 1: The superblock or a directory of a file system is damaged.
   * To do: The file is damaged or cut short; make or fetch it again.
   */
  'FILESYSTEM_BAD';
