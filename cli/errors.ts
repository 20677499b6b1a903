/** What can be wrong with options and environment. */
export type CliCode =
  /**
   * Exit 2: `SOURCE_DATE_EPOCH` is not a number of seconds.
   * To do: Unset it, or set it to seconds since 1970.
   */
  'BAD_SOURCE_DATE_EPOCH';
