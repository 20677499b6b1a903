/**
 * `rpms.lock.yaml`: the format of rpm-lockfile-prototype, which Renovate and Hermeto read, with
 * fields of our own (marked) that those tools ignore.
 */
export interface Lockfile {
  readonly lockfileVersion: 1;
  readonly lockfileVendor: 'redhat';
  readonly arches: readonly LockedArch[];
  /** Ours. What the lock was made from. */
  readonly treesmith: LockOrigin;
}

/** Everything that one architecture needs. */
export interface LockedArch {
  /** basearch: `x86_64`. */
  readonly arch: string;
  /** Sorted by NEVRA's bytes. */
  readonly packages: readonly LockedPackage[];
  readonly source: readonly LockedPackage[];
  readonly module_metadata: readonly [];
}

/** One RPM. `url` is absolute, with the repository's variables replaced. */
export interface LockedPackage {
  readonly url: string;
  readonly repoid: string;
  /** Of the RPM file. */
  readonly size: number;
  /** `sha256:<hex>` of the RPM file. */
  readonly checksum: string;
  readonly name: string;
  /** `[epoch:]version-release`, epoch left out when 0. */
  readonly evr: string;
  /** `name-version-release.src.rpm`. */
  readonly sourcerpm: string;
  /** Ours. RPM arch of the package: `x86_64`, `noarch`. */
  readonly arch: string;
  /** Ours. Build time, seconds since 1970. */
  readonly buildtime: number;
  /** Ours. Fingerprint of the OpenPGP key (primary or sub key) that signed the header, upper-case hex; absent when the repository has `gpgcheck=0`. */
  readonly signer?: string;
}

/** Where a lock comes from, and how to see that it is stale. */
export interface LockOrigin {
  /** SHA-256 over the flattened treefiles and repository definitions: equal means "not stale". */
  readonly inputHash: string;
  readonly repositories: readonly LockedRepository[];
}

/** One repository as it was for one architecture. */
export interface LockedRepository {
  readonly repoid: string;
  readonly arch: string;
  /** `sha256:<hex>` of repomd.xml. */
  readonly repomd: string;
  /** `<revision>` of repomd.xml. */
  readonly revision: string;
}
