/** What can be wrong with options and environment. */
export type CliCode =
  /**
   * Exit 2: Nothing says which key signs.
   * To do: Give `--gpg-key`, set `TREESMITH_GPG_PRIVATE_KEY`, or name the key in remix.yaml.
   */
  | 'NO_KEY'
  /**
   * Exit 2: An option, or the variable in its place, is missing.
   * To do: Give it; the message names both.
   */
  | 'OPTION_MISSING'
  /**
   * Exit 2: The file with the release notes cannot be read.
   * To do: Mend `--notes`.
   */
  | 'NOTES_UNREADABLE'
  /**
   * Exit 2: The value of an option is not one that it takes.
   * To do: Write it as the message says.
   */
  | 'OPTION_INVALID';
