/** Tags of the main header that Treesmith reads. Source: rpm, `include/rpm/rpmtag.h`. */
export const HEADER_TAG = {
  immutable: 63,
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  buildTime: 1006,
  arch: 1022,
  oldFilenames: 1027,
  sourceRpm: 1044,
  sourcePackage: 1106,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  rpmFormat: 5114,
} as const;

/** Tags of the signature header that Treesmith reads. */
export const SIGNATURE_TAG = {
  signatures: 62,
  dsa: 267,
  rsa: 268,
  openPgp: 278,
} as const;
