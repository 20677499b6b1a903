/** What can be wrong with a VMware disk. */
export type VmdkCode =
  /**
   * Exit 1: Bytes that should be a part of a VMware disk (header, descriptor, marker) are none.
   * To do: The file is damaged or cut short; make or fetch it again.
   */
  'VMDK_BAD';
