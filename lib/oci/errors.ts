/** What can be wrong with OCI references, digests and manifests. */
export type OciCode =
  /**
   * Exit 2: The name of an image or artifact is not `host[:port]/name[:tag][@digest]`.
   * To do: Mend it; the host cannot be left out.
   */
  | 'REFERENCE_INVALID'
  /**
   * Exit 1: A manifest or an image index is not as image-spec 1.1 has it.
   * To do: Push it again; or distrust the registry.
   */
  | 'OCI_INVALID';
