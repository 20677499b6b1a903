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
  | 'AUTH_FILE_INVALID';
