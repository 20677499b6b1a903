/** What can be wrong with a partition table, or with a request for one. */
export type GptCode =
  /**
   * Exit 1: Bytes that should be a GUID partition table are none.
   * To do: The image is damaged; make it again.
   */
  | 'GPT_BAD'
  /**
   * Exit 1: Partitions do not fit the disk.
   * To do: A fault in Treesmith; please report it.
   */
  | 'GPT_LAYOUT'
  /**
   * Exit 1: A text or bytes that should be a GUID are none.
   * To do: A fault in Treesmith; please report it.
   */
  | 'GUID_BAD';
