/** What can be wrong with bytes that claim to be OSTree objects. */
export type OstreeCode = 'GVARIANT_MALFORMED' | 'CHECKSUM_MALFORMED' | 'DIRTREE_NAME_UNSAFE';
