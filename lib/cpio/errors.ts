/** What can be wrong with a cpio archive. */
export type CpioCode =
  /**
   * Exit 1: Bytes that should be a member of a cpio archive are none.
   * To do: The file is damaged or cut short; make or fetch it again.
   */
  'CPIO_BAD';
