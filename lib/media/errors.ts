/** What can go wrong while a disk is written in other formats. */
export type MediaCode =
  /**
   * Exit 1: The raw disk is not a whole number of sectors, not as long as it should be, or changes
   * while it is read; or a patch lies outside.
   * To do: A fault in Treesmith, or somebody else writes to its work folder; please report it.
   */
  | 'DISK_BAD'
  /**
   * Exit 2: The disk is larger than the format can hold.
   * To do: Make the image smaller, or use another format.
   */
  | 'SIZE_OVER_LIMIT'
  /**
   * Exit 2: This Node has no zstd.
   * To do: Use Node 22.15 or newer, or `compression: zlib`.
   */
  | 'ZSTD_MISSING'
  /**
   * Exit 1: A thread that compresses has ended, or could not go on.
   * To do: Look at the message; free some memory.
   */
  | 'MEDIA_WRITER_FAILED'
  /**
   * Exit 1: xz wrote something else than blocks that say how long they are.
   * To do: XZ Utils 5.2 or newer is needed.
   */
  | 'XZ_UNKNOWN';
