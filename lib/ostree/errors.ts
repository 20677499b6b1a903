/** What can be wrong with bytes that claim to be OSTree objects. */
export type OstreeCode =
  /**
   * Exit 1: Bytes that should be an OSTree object are none.
   * To do: Run `ostree fsck` on the repository.
   */
  | 'GVARIANT_MALFORMED'
  /**
   * Exit 1: A text or bytes that should be a checksum are none.
   * To do: Run `ostree fsck` on the repository.
   */
  | 'CHECKSUM_MALFORMED'
  /**
   * Exit 1: A folder of a commit has a name such as `..`.
   * To do: Distrust the commit.
   */
  | 'DIRTREE_NAME_UNSAFE';
