/** What can go wrong while packages are fetched. */
export type FetchCode =
  /**
   * Exit 2: A package is locked from a repository that the treefile no longer uses.
   * To do: Lock again, or put the repository back.
   */
  | 'REPOSITORY_UNDEFINED'
  /**
   * Exit 2: `--offline`, and packages are not in the store.
   * To do: Run once without `--offline`.
   */
  | 'NOT_IN_STORE'
  /**
   * Exit 2: The lockfile gives another checksum than SHA-256.
   * To do: Lock again with `treesmith lock`.
   */
  | 'CHECKSUM_UNSUPPORTED'
  /**
   * Exit 2: rpm does not take a key that `gpgkey` names.
   * To do: Read why; old keys may need a newer self-signature.
   */
  | 'KEY_REJECTED'
  /**
   * Exit 2: A package of a repository with `gpgcheck` is not signed.
   * To do: Say `gpgcheck=0` if nobody signs it.
   */
  | 'PACKAGE_UNSIGNED'
  /**
   * Exit 2: A package is signed by a key that `gpgkey` does not name.
   * To do: Add the key if you trust it.
   */
  | 'KEY_NOT_NAMED'
  /**
   * Exit 1: The signature or a digest of a package does not fit it.
   * To do: Do not use it; tell the maintainers of the repository.
   */
  | 'SIGNATURE_BAD';
