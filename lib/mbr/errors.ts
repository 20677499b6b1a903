/** What can be wrong with a master boot record. */
export type MbrCode =
  /**
   * Exit 1: Bytes that should be a master boot record are none.
   * To do: The file is damaged or cut short; make or fetch it again.
   */
  'MBR_BAD';
