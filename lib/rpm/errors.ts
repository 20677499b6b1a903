/** What can be wrong with RPM packages and repository metadata. */
export type RpmCode =
  /**
   * Exit 1: A text is no `[epoch:]version-release`.
   * To do: Mend it where it stands.
   */
  | 'BAD_EVR'
  /**
   * Exit 1: A text is no `name-[epoch:]version-release.arch`.
   * To do: Mend it where it stands.
   */
  | 'BAD_NEVRA'
  /**
   * Exit 1: A file is not an RPM package.
   * To do: Look at what the server sends.
   */
  | 'BAD_LEAD'
  /**
   * Exit 1: The header of an RPM is malformed.
   * To do: Do not use the package.
   */
  | 'BAD_HEADER'
  /**
   * Exit 1: The header of an RPM is larger than rpm's own limits.
   * To do: Do not use the package.
   */
  | 'HEADER_LIMIT'
  /**
   * Exit 1: A package database is damaged, or of a form that is not read: rpm before 4.16 wrote
   * Berkeley DB.
   * To do: Run `rpmdb --verifydb` where it lies, or `rpmdb --rebuilddb` with a newer rpm.
   */
  | 'BAD_RPMDB'
  /**
   * Exit 1: repomd.xml is malformed.
   * To do: Look at what the server sends.
   */
  | 'BAD_REPOMD'
  /**
   * Exit 1: primary.xml is malformed.
   * To do: Tell the maintainers of the repository.
   */
  | 'BAD_PRIMARY'
  /**
   * Exit 1: filelists.xml is malformed.
   * To do: Tell the maintainers of the repository.
   */
  | 'BAD_FILELISTS'
  /**
   * Exit 1: comps.xml is malformed.
   * To do: Tell the maintainers of the repository.
   */
  | 'BAD_COMPS'
  /**
   * Exit 1: The metalink is malformed, or names no mirror or no SHA-256.
   * To do: Open its URL; `$releasever` may be wrong.
   */
  | 'BAD_METALINK'
  /**
   * Exit 1: The mirrorlist names no mirror.
   * To do: Open its URL; `$releasever` may be wrong.
   */
  | 'BAD_MIRRORLIST'
  /**
   * Exit 1: Metadata places a file outside of its repository.
   * To do: Distrust the repository.
   */
  | 'BAD_LOCATION'
  /**
   * Exit 2: A `.repo` file is malformed.
   * To do: Mend the line that is named.
   */
  | 'BAD_REPO_FILE'
  /**
   * Exit 2: A `.repo` file uses a variable that has no value.
   * To do: Set it under `repovars`, or with `--repo-var`.
   */
  | 'UNDEFINED_VARIABLE';
