/** What can go wrong while packages are fetched. */
export type FetchCode =
  | 'REPOSITORY_UNDEFINED'
  | 'NOT_IN_STORE'
  | 'CHECKSUM_UNSUPPORTED'
  | 'KEY_REJECTED'
  | 'PACKAGE_UNSIGNED'
  | 'KEY_NOT_NAMED'
  | 'SIGNATURE_BAD'
  | 'VERIFY_FAILED';
