/** What can go wrong while Anvil's packages are made. */
export type DemoCode =
  | 'ARCHITECTURE_UNKNOWN'
  | 'DEB_UNREADABLE'
  | 'DEBIAN_UNREACHABLE'
  | 'DEBIAN_KEYRING_MISSING';
