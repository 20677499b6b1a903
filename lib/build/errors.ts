/** What can go wrong between the stages. */
export type GlueCode =
  /**
   * Exit 2: `--arch` names an architecture that remix.yaml does not list.
   * To do: Add it to `architectures`, or choose another.
   */
  | 'ARCHITECTURE_NOT_IN_REMIX'
  /**
   * Exit 2: There is no lockfile.
   * To do: Run `treesmith lock` and commit the file.
   */
  | 'LOCK_MISSING'
  /**
   * Exit 2: Treefile or `.repo` files have changed since the lock was made.
   * To do: Run `treesmith lock` and commit the file.
   */
  | 'LOCK_STALE'
  /**
   * Exit 2: The lockfile has no packages for an architecture of remix.yaml.
   * To do: Run `treesmith lock`.
   */
  | 'ARCHITECTURE_NOT_LOCKED'
  /**
   * Exit 2: `--name` names an image that remix.yaml does not have.
   * To do: Use one of the names in the message.
   */
  | 'NO_IMAGE'
  /**
   * Exit 1: `image --check` made two images that differ.
   * To do: Compare the two builds; the commit and the tools should be the same.
   */
  | 'NOT_REPRODUCIBLE'
  /**
   * Exit 2: The treefile has no `ref`.
   * To do: Add one: `ref: anvil/12/${basearch}/stable`.
   */
  | 'NO_REF';
