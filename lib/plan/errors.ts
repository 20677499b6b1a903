/** What can go wrong while it is decided what must be rebuilt. */
export type PlanCode =
  /**
   * Exit 2: A line of `published` is no path, URL, `ostree:URL#REF` or `oci:REFERENCE`.
   * To do: Mend the line.
   */
  | 'BAD_PUBLISHED'
  /**
   * Exit 2: A line of `runners` is not `BASEARCH=LABEL`.
   * To do: Write for example `aarch64=ubuntu-24.04-arm`.
   */
  | 'BAD_RUNNER'
  /**
   * Exit 2: A matrix would have more than 256 jobs, the most that GitHub runs.
   * To do: Plan one architecture at a time, or split the remix.
   */
  | 'TOO_MANY_LEGS'
  /**
   * Exit 2: What should be a build-state.json is none.
   * To do: Name the file that `treesmith build` wrote; `--force` plans without it.
   */
  | 'BAD_BUILD_STATE'
  /**
   * Exit 2: What was published is of another remix.
   * To do: Name what this remix published.
   */
  | 'OTHER_REMIX'
  /**
   * Exit 2: `ostree:URL#REF` names a ref that no architecture of the remix has.
   * To do: Name the `ref` of the treefile, or leave `#REF` out.
   */
  | 'UNKNOWN_REF'
  /**
   * Exit 2: What was published is on a server, and nothing may be fetched.
   * To do: Leave `--offline` out, or name a file.
   */
  | 'PUBLISHED_OFFLINE'
  /**
   * Exit 1: What was published cannot be read: no answer, or no permission. It is not taken for
   * unchanged, nor for missing.
   * To do: Look at the server and the credentials; `--force` plans without it.
   */
  | 'PUBLISHED_UNREADABLE'
  /**
   * Exit 1: A published commit or image is damaged, or not what its name says.
   * To do: Look at who writes there; `--force` plans without it.
   */
  | 'PUBLISHED_CORRUPT';
