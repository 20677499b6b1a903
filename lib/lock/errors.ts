import { BuildError, ConfigError, type ErrorDetails } from '../core/errors.ts';

/** What can go wrong between a treefile and a lockfile. */
export type LockCode =
  /**
   * Exit 1: No mirror has a good repomd.xml.
   * To do: Look at `baseurl`, `mirrorlist` or `metalink`, and at the network.
   */
  | 'REPOSITORY_UNAVAILABLE'
  /**
   * Exit 2: `repo_gpgcheck=1`, and repomd.xml has no signature.
   * To do: Set `repo_gpgcheck=0` if the repository signs its packages only.
   */
  | 'REPOMD_UNSIGNED'
  /**
   * Exit 1: The signature of repomd.xml is not by a key of the repository.
   * To do: Look at `gpgkey`, and at who runs the repository.
   */
  | 'REPOMD_BAD_SIGNATURE'
  /**
   * Exit 1: repomd.xml is not the one of the metalink, or metadata is not what repomd.xml says.
   * To do: Try again in some minutes; the repository may be changing.
   */
  | 'REPOMD_MISMATCH'
  /**
   * Exit 1: No mirror has a metadata file as repomd.xml describes it.
   * To do: Try again in some minutes; the repository may be changing.
   */
  | 'METADATA_UNAVAILABLE'
  /**
   * Exit 1: A metadata file is larger than is accepted.
   * To do: Look at what the repository serves.
   */
  | 'METADATA_TOO_LARGE'
  /**
   * Exit 1: repomd.xml names no primary, or a package has a version that none can have.
   * To do: Tell the maintainers of the repository.
   */
  | 'BAD_METADATA'
  /**
   * Exit 2: `--offline`, and metadata is not in the store.
   * To do: Run once without `--offline`.
   */
  | 'NOT_CACHED'
  /**
   * Exit 1: libsolv's tools failed, or answered what was not asked.
   * To do: Please report it, with the message.
   */
  | 'SOLVER_FAILED'
  /**
   * Exit 2: No repository has what the treefile asks for.
   * To do: Mend the name; the hint has the nearest one.
   */
  | 'NO_PACKAGE'
  /**
   * Exit 2: No repository has the comps group or environment.
   * To do: Mend the id; the hint has the nearest one.
   */
  | 'UNKNOWN_GROUP'
  /**
   * Exit 2: What the treefile asks for cannot be installed together.
   * To do: Follow the tree of reasons to its end.
   */
  | 'UNSATISFIABLE'
  /**
   * Exit 2: A package that is needed is in `exclude-packages`.
   * To do: Take it out there, or leave out what needs it.
   */
  | 'EXCLUDED_PACKAGE'
  /**
   * Exit 1: The repository has no SHA-256 of its metadata or packages.
   * To do: `createrepo_c --checksum sha256` writes it.
   */
  | 'WEAK_CHECKSUM'
  /**
   * Exit 1: The header of a package, which has its signature, cannot be had.
   * To do: Look at the mirrors.
   */
  | 'HEADER_UNAVAILABLE'
  /**
   * Exit 1: The RPM is another package than the metadata says.
   * To do: Distrust the repository; tell its maintainers.
   */
  | 'HEADER_MISMATCH'
  /**
   * Exit 1: A package of a repository with `gpgcheck` is not signed.
   * To do: Say `gpgcheck=0` if nobody signs it.
   */
  | 'PACKAGE_UNSIGNED'
  /**
   * Exit 1: No key that `gpgkey` names has signed the header of a package.
   * To do: Add the key if you trust it; else distrust the package.
   */
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
