/** What can go wrong with an OCI registry. */
export type RegistryCode =
  /**
   * Exit 2: A registry does not let this user do what was asked (401, 403 or 405).
   * To do: Log in (`podman login`, `docker login`), or give a token with the right to it.
   */
  | 'REGISTRY_DENIED'
  /**
   * Exit 1: A registry answered something that the protocol does not have.
   * To do: Look at the message; try again later, or use another registry.
   */
  | 'REGISTRY_FAILED'
  /**
   * Exit 1: What a registry gave is not what the digest says.
   * To do: Distrust the registry, or what is between it and here.
   */
  | 'REGISTRY_MISMATCH'
  /**
   * Exit 2: A file with the credentials of registries is damaged.
   * To do: Mend or remove it, and log in again.
   */
  | 'AUTH_FILE_INVALID'
  /**
   * Exit 2: A program that keeps the login of a registry is missing, or failed.
   * To do: Log in again, or take `credHelpers` or `credsStore` out of the file that is named.
   */
  | 'CREDENTIAL_HELPER_FAILED'
  /**
   * Exit 2: A folder is no OCI image layout, or a damaged one.
   * To do: Give a folder that skopeo, podman or treesmith wrote, or a new one to write to.
   */
  | 'LAYOUT_INVALID'
  /**
   * Exit 2: A registry or an OCI layout has no image of that name.
   * To do: Look at the name; `treesmith registry list` says which tags there are.
   */
  | 'IMAGE_MISSING'
  /**
   * Exit 2: An image is not there for the architecture that was asked for.
   * To do: Take one of those that the message names, or build it.
   */
  | 'ARCHITECTURE_MISSING'
  /**
   * Exit 2: Images that are to be one index are for the same architecture, or do not say for which.
   * To do: Give one image of each architecture.
   */
  | 'ARCHITECTURES_CLASH'
  /**
   * Exit 2: An image is of a form that is not read, such as Docker's first manifests.
   * To do: Push it again with a newer tool.
   */
  | 'MEDIA_TYPE_UNSUPPORTED'
  /**
   * Exit 1: A tag names another image than the digest that was given with it.
   * To do: Inspect the tag again; somebody has pushed meanwhile.
   */
  | 'TAG_MOVED';
