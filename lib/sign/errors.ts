/** What can go wrong with keys and signatures. */
export type SignCode =
  /**
   * Exit 2: `TREESMITH_GPG_PRIVATE_KEY` is no OpenPGP secret key.
   * To do: Export it with `gpg --armor --export-secret-keys`.
   */
  | 'KEY_UNREADABLE'
  /**
   * Exit 2: There are several secret keys.
   * To do: Say which one, or export one.
   */
  | 'KEY_AMBIGUOUS'
  /**
   * Exit 2: The GnuPG home has no such secret key.
   * To do: See what is there: `gpg --list-secret-keys`.
   */
  | 'KEY_MISSING'
  /**
   * Exit 2: The signing key does not sign.
   * To do: Set `TREESMITH_GPG_PASSPHRASE`, and see whether it is right.
   */
  | 'PASSPHRASE_WRONG'
  /**
   * Exit 2: The signing key is expired or revoked, or was not made for signing.
   * To do: Prolong it with `gpg --quick-set-expire`, export it again, and hand out the public key anew.
   */
  | 'KEY_UNUSABLE'
  /**
   * Exit 2: The signing key is another than `sign.gpg-key` of remix.yaml asks for.
   * To do: Give that key, or change `sign.gpg-key`.
   */
  | 'KEY_MISMATCH'
  /**
   * Exit 1: gpg could not sign, or ostree could not write the summary.
   * To do: Read the end of its output in the message.
   */
  | 'SIGNING_FAILED'
  /**
   * Exit 2: A file that should hold a public key holds none.
   * To do: Export it with `gpg --armor --export`.
   */
  | 'PUBLIC_KEY_UNREADABLE'
  /**
   * Exit 1: SHA256SUMS was changed since it was signed, or another key signed it.
   * To do: Get it again from where you trust; see that the key is the right one.
   */
  | 'SIGNATURE_BAD'
  /**
   * Exit 1: SHA256SUMS has a line that `sha256sum` would not have written.
   * To do: Get it again.
   */
  | 'CHECKSUMS_MALFORMED'
  /**
   * Exit 1: A commit or a summary is not signed by the key that was given, or is not there.
   * To do: See that the key is the right one; sign with `treesmith sign`.
   */
  | 'COMMIT_UNVERIFIED';
