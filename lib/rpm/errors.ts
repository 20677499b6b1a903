/** What can be wrong with RPM packages and repository metadata. */
export type RpmCode =
  | 'BAD_EVR'
  | 'BAD_NEVRA'
  | 'BAD_LEAD'
  | 'BAD_HEADER'
  | 'HEADER_LIMIT'
  | 'BAD_REPOMD'
  | 'BAD_PRIMARY'
  | 'BAD_FILELISTS'
  | 'BAD_COMPS'
  | 'BAD_METALINK'
  | 'BAD_MIRRORLIST'
  | 'BAD_LOCATION'
  | 'BAD_REPO_FILE'
  | 'UNDEFINED_VARIABLE';
