/** What can be wrong with an ISO 9660 image. */
export type IsoCode =
  /**
   * Exit 1: Bytes that should be a structure of ISO 9660 or El Torito are none.
   * To do: The file is damaged or cut short; make or fetch it again.
   */
  'ISO_BAD';
