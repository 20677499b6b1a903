/** What can be wrong with a qcow2 image. */
export type Qcow2Code =
  /**
   * Exit 1: Bytes that should be the header of a qcow2 image are none.
   * To do: The file is damaged or cut short; make or fetch it again.
   */
  'QCOW2_BAD';
