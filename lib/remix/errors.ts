import { ConfigError, type Place } from '../core/errors.ts';

/** What can be wrong with the files that describe a remix. */
export type RemixCode =
  /**
   * Exit 2: A file that is named does not exist.
   * To do: Mend the path.
   */
  | 'FILE_MISSING'
  /**
   * Exit 2: A file cannot be read, is no regular file, or is a script that is not executable.
   * To do: Mend its kind or mode.
   */
  | 'FILE_UNREADABLE'
  /**
   * Exit 2: A file is larger than such files are.
   * To do: Look at what it is.
   */
  | 'FILE_TOO_LARGE'
  /**
   * Exit 2: A file is not valid YAML, JSON or kickstart, or nested too deep.
   * To do: Mend the place that is named.
   */
  | 'SYNTAX'
  /**
   * Exit 2: A key is not known.
   * To do: Use the nearest one, which the message names.
   */
  | 'UNKNOWN_KEY'
  /**
   * Exit 2: A key, or a repository id, stands there twice.
   * To do: Remove one.
   */
  | 'DUPLICATE_KEY'
  /**
   * Exit 2: A key that is required is missing.
   * To do: Add it.
   */
  | 'MISSING_KEY'
  /**
   * Exit 2: A value is of another type than expected.
   * To do: Write what the message expects.
   */
  | 'WRONG_TYPE'
  /**
   * Exit 2: A value is of the right type and still not possible.
   * To do: Write what the message expects.
   */
  | 'BAD_VALUE'
  /**
   * Exit 2: A path is absolute where it must be relative, or leads out of the folder or the tree.
   * To do: Write it relative to the file that names it.
   */
  | 'PATH_UNSAFE'
  /**
   * Exit 2: A treefile is included twice.
   * To do: Remove one include.
   */
  | 'INCLUDE_TWICE'
  /**
   * Exit 2: Includes are nested deeper than 50, or are more than 500.
   * To do: Look for a circle.
   */
  | 'INCLUDE_TOO_DEEP'
  /**
   * Exit 2: A key stands in place under `conditional-include` that cannot.
   * To do: Put it into a file of its own and include that.
   */
  | 'INLINE_EXTERNAL'
  /**
   * Exit 2: An `if` is not a condition, or compares what has no order.
   * To do: Write `variable == value`.
   */
  | 'BAD_CONDITION'
  /**
   * Exit 2: A condition or `ref` uses a variable that is not defined.
   * To do: Define it under `variables`.
   */
  | 'UNDEFINED_VARIABLE'
  /**
   * Exit 2: `variables` or `repovars` sets basearch or releasever.
   * To do: Remove it; use the key `releasever`.
   */
  | 'RESERVED_VARIABLE'
  /**
   * Exit 2: A treefile says it is for another architecture.
   * To do: Remove `basearch`, or include it with `arch-include`.
   */
  | 'BASEARCH_MISMATCH'
  /**
   * Exit 2: Two keys contradict each other.
   * To do: Remove one.
   */
  | 'CONFLICTING_KEYS'
  /**
   * Exit 2: The lockfile is not one.
   * To do: Lock again with `treesmith lock`.
   */
  | 'BAD_LOCKFILE'
  /**
   * Exit 2: The treefile names a repository that no `.repo` file defines.
   * To do: Mend the id; the hint has the nearest one.
   */
  | 'UNKNOWN_REPOSITORY'
  /**
   * Exit 2: No `.repo` file beside the treefile defines an enabled repository.
   * To do: Put one there, or name it under `repos`.
   */
  | 'NO_REPOSITORY'
  /**
   * Exit 2: `--offline`, and a key or list of mirrors is not in the store.
   * To do: Run once without `--offline`.
   */
  | 'NOT_CACHED'
  /**
   * Exit 2: A repository with `gpgcheck` or `repo_gpgcheck` names no key.
   * To do: Add `gpgkey=`, or `gpgcheck=0`.
   */
  | 'NO_KEY'
  /**
   * Exit 2: What `gpgkey` names cannot be had, or is no armoured OpenPGP public key.
   * To do: Mend the path or URL.
   */
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
