import { BuildError, ConfigError, type ErrorDetails } from '../core/errors.ts';

/** What can go wrong between a treefile and a lockfile. */
export type LockCode =
  | 'REPOSITORY_UNAVAILABLE'
  | 'REPOMD_UNSIGNED'
  | 'REPOMD_BAD_SIGNATURE'
  | 'REPOMD_MISMATCH'
  | 'METADATA_UNAVAILABLE'
  | 'METADATA_TOO_LARGE'
  | 'BAD_METADATA'
  | 'NOT_CACHED'
  | 'SOLVER_FAILED'
  | 'NO_PACKAGE'
  | 'UNKNOWN_GROUP'
  | 'UNSATISFIABLE'
  | 'EXCLUDED_PACKAGE'
  | 'WEAK_CHECKSUM'
  | 'HEADER_UNAVAILABLE'
  | 'HEADER_MISMATCH'
  | 'PACKAGE_UNSIGNED'
  | 'PACKAGE_BAD_SIGNATURE';

/** Returns an error that the user can mend. */
export function lockConfigError(
  code: LockCode,
  message: string,
  details: ErrorDetails = {},
): ConfigError<LockCode> {
  return new ConfigError<LockCode>(code, message, details);
}

/** Returns an error that lies with a repository or the machine. */
export function lockBuildError(
  code: LockCode,
  message: string,
  details: ErrorDetails = {},
): BuildError<LockCode> {
  return new BuildError<LockCode>(code, message, details);
}
