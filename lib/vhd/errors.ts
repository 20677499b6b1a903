/** What can be wrong with a virtual hard disk (VHD). */
export type VhdCode =
  /**
   * Exit 1: Bytes that should be the footer or header of a VHD are none.
   * To do: The file is damaged or cut short; make or fetch it again.
   */
  'VHD_BAD';
