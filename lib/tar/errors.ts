/** What can be wrong with a tar archive. */
export type TarCode =
  /**
   * Exit 1: Bytes that should be a member of a tar archive are none.
   * To do: The file is damaged or cut short; make or fetch it again.
   */
  'TAR_BAD';
