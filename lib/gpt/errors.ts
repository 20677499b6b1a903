/** What can be wrong with a partition table, or with a request for one. */
export type GptCode = 'GPT_BAD' | 'GPT_LAYOUT' | 'GUID_BAD';
