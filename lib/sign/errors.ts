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
   * Exit 2: The signing key is another than `sign.gpg-key` of remix.yaml asks for.
   * To do: Give that key, or change `sign.gpg-key`.
   */
  | 'KEY_MISMATCH';
