/** What can be wrong with an OVF descriptor or its manifest. */
export type OvfCode =
  /**
   * Exit 1: An OVF descriptor is no XML, or lacks what each must have, or a line of its manifest is none.
   * To do: The archive is damaged, or another program's fault; make it again.
   */
  'OVF_BAD';
