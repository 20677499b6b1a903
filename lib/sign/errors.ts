/** What can go wrong with keys and signatures. */
export type SignCode = 'KEY_UNREADABLE' | 'KEY_AMBIGUOUS' | 'KEY_MISSING' | 'PASSPHRASE_WRONG';
