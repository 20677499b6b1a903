/** What can go wrong between Treesmith and the machine it runs on. */
export type HostCode =
  | 'TOOL_MISSING'
  | 'TOOL_FAILED'
  | 'TOOL_TIMEOUT'
  | 'TOOL_OUTPUT_LIMIT'
  | 'NOT_PRIVILEGED'
  | 'DISK_FULL'
  | 'OUTPUT_NOT_A_FILE'
  | 'OUTPUT_READ_ONLY'
  | 'PATH_OUTSIDE'
  | 'PACKAGE_MANAGER_UNKNOWN'
  | 'DECOMPRESS_FAILED'
  | 'SIZE_LIMIT';
