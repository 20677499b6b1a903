import { ConfigError, type Place } from '../core/errors.ts';

/** What can be wrong with the files that describe a remix. */
export type RemixCode =
  | 'FILE_MISSING'
  | 'FILE_UNREADABLE'
  | 'FILE_TOO_LARGE'
  | 'SYNTAX'
  | 'UNKNOWN_KEY'
  | 'DUPLICATE_KEY'
  | 'MISSING_KEY'
  | 'WRONG_TYPE'
  | 'BAD_VALUE'
  | 'PATH_UNSAFE'
  | 'INCLUDE_TWICE'
  | 'INCLUDE_TOO_DEEP'
  | 'INLINE_EXTERNAL'
  | 'BAD_CONDITION'
  | 'UNDEFINED_VARIABLE'
  | 'RESERVED_VARIABLE'
  | 'BASEARCH_MISMATCH'
  | 'CONFLICTING_KEYS'
  | 'BAD_LOCKFILE'
  | 'UNKNOWN_REPOSITORY'
  | 'NO_REPOSITORY'
  | 'NOT_CACHED'
  | 'NO_KEY'
  | 'BAD_KEY';

/** Returns the error of this folder; `place` and `hint` are left out when they are not known. */
export function remixError(
  code: RemixCode,
  message: string,
  place?: Place | undefined,
  hint?: string | undefined,
): ConfigError<RemixCode> {
  return new ConfigError<RemixCode>(code, message, {
    ...(place === undefined ? {} : { place }),
    ...(hint === undefined ? {} : { hint }),
  });
}
