/** What can be wrong with GRUB's files. */
export type GrubCode = 'GRUBENV_BAD' | 'GRUBENV_FULL';
