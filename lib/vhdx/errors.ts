/** What can be wrong with a virtual hard disk of the second version (VHDX). */
export type VhdxCode =
  /**
   * Exit 1: Bytes that should be a structure of a VHDX are none.
   * To do: The file is damaged or cut short; make or fetch it again.
   */
  'VHDX_BAD';
