import { BuildError, ConfigError } from '../core/errors.ts';

/** What can go wrong between Treesmith and the machine and network it runs on. */
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
  | 'SIZE_LIMIT'
  | 'LOCK_FAILED'
  | 'OUT_OF_MEMORY'
  | 'SANDBOX_FORBIDDEN'
  | 'EMULATOR_MISSING'
  | 'PORT_TAKEN'
  | 'IMAGE_IN_USE'
  | 'PACKAGE_MANAGER_BUSY'
  | 'URL_INVALID'
  | 'HTTP_STATUS'
  | 'HTTP_FAILED'
  | 'HTTP_REDIRECT'
  | 'CHECKSUM_MISMATCH'
  | 'DOWNLOAD_FAILED';

/**
 * Returns what a failed file operation on `path` means to the user: DISK_FULL, OUTPUT_READ_ONLY or
 * OUTPUT_NOT_A_FILE; any other error as it is.
 */
export function explainFileError(error: unknown, path: string): unknown {
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new BuildError<HostCode>('DISK_FULL', `no space left while writing ${path}`, {
        hint: 'Free some space, or put the store or the output folder on another disk; what is whole is kept.',
        cause: error,
      });
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new ConfigError<HostCode>('OUTPUT_READ_ONLY', `${path} cannot be written`, {
        hint: 'Choose a folder that you may write to.',
        cause: error,
      });
    case 'EISDIR':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOTEMPTY':
      return new ConfigError<HostCode>('OUTPUT_NOT_A_FILE', `${path} is not a regular file`, {
        hint: 'Name a file that is new or may be replaced.',
        cause: error,
      });
    default:
      return error;
  }
}
