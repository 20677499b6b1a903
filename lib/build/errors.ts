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
   * Exit 1: An image that was made breaks a rule of its format.
   * To do: Report it, with what `treesmith inspect-image` prints.
   */
  | 'NOT_CONFORMANT'
  /**
   * Exit 2: The treefile has no `ref`.
   * To do: Add one: `ref: anvil/12/${basearch}/stable`.
   */
  | 'NO_REF'
  /**
   * Exit 2: `--ref` names a ref that no architecture of the remix has.
   * To do: Use one of the refs in the hint.
   */
  | 'REF_NOT_OF_REMIX'
  /**
   * Exit 1: The OSTree repository of the results has no commit of a ref.
   * To do: Run `treesmith compose` first, with the same `--out`.
   */
  | 'COMMIT_MISSING'
  /**
   * Exit 2: There is neither a commit nor an image to sign.
   * To do: Build first, with the same `--out`.
   */
  | 'NOTHING_TO_SIGN'
  /**
   * Exit 2: The results have no SHA256SUMS, or it has no signature.
   * To do: Sign them with `treesmith sign`, or mend the folder or URL.
   */
  | 'NOT_SIGNED'
  /**
   * Exit 1: A file has other bytes than SHA256SUMS says.
   * To do: Get it again; distrust where it came from.
   */
  | 'FILE_DIFFERS'
  /**
   * Exit 1: A file that SHA256SUMS names is not there.
   * To do: Get it again, all of it.
   */
  | 'FILE_MISSING'
  /**
   * Exit 1: An object of the OSTree repository is missing or has other bytes than its name says.
   * To do: Get the repository again, or compose again with another `--out`.
   */
  | 'REPOSITORY_DAMAGED'
  /**
   * Exit 1: A folder of results has more than 50,000 files.
   * To do: Look what else is in it.
   */
  | 'TOO_MANY_FILES'
  /**
   * Exit 2: There are no results to publish.
   * To do: Build first, with the same `--out`.
   */
  | 'NOTHING_TO_PUBLISH'
  /**
   * Exit 2: A repository on GitHub is not written as `OWNER/NAME`.
   * To do: Mend `--repository`, or the variable that names it.
   */
  | 'BAD_REPOSITORY'
  /**
   * Exit 2: No artifact of other jobs was found.
   * To do: See that they uploaded theirs, and that `artifact-prefix` fits.
   */
  | 'NO_LEGS'
  /**
   * Exit 1: An artifact is not of a job that built this remix.
   * To do: Choose `artifact-prefix` so that only such artifacts begin with it.
   */
  | 'LEG_INVALID'
  /**
   * Exit 1: The repo.tar of an artifact has links, or files that belong to no OSTree repository.
   * To do: Look who made it; nothing of it was unpacked.
   */
  | 'LEG_UNSAFE'
  /**
   * Exit 1: Two artifacts have a file of one name with different bytes.
   * To do: Build that file in one job alone.
   */
  | 'LEGS_DIFFER'
  /**
   * Exit 1: Two jobs composed one architecture to different commits.
   * To do: Look for what differs with `treesmith compose --check`.
   */
  | 'COMMITS_DIFFER'
  /**
   * Exit 2: remix.yaml or the results have no container of that name.
   * To do: Choose one of those that the message lists.
   */
  | 'NO_CONTAINER'
  /**
   * Exit 2: A tag for an image is not one.
   * To do: Use letters, digits, `.`, `_` and `-`, at most 128.
   */
  | 'BAD_TAG'
  /**
   * Exit 2: The image before is written neither as `NAME=PLACE`, NAME being a container of remix.yaml, nor for all containers.
   * To do: Write it as in `anvil=ghcr.io/OWNER/anvil:latest`, or `ghcr.io/OWNER/*:latest` for every container.
   */
  | 'BAD_PREVIOUS'
  /**
   * Exit 1: The OCI layout of a container is not the one that the results tell of.
   * To do: Make the container again.
   */
  | 'CONTAINER_CHANGED';
