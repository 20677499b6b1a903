import type { InstalledFile } from '../rpm/installed-package.ts';
import type { Nevra } from '../rpm/nevra.ts';
import type { OsRelease } from './os-release.ts';

/** What both formats are written from. Sorted, and free of clocks: equal content gives equal documents. */
export interface Sbom {
  readonly system: SbomSystem;
  /** Sorted by NEVRA's bytes. */
  readonly packages: readonly SbomPackage[];
  /** What the packages were built from, sorted by name's bytes. */
  readonly sources: readonly SbomSource[];
  /** Seconds since 1970: when the document says that it was made. */
  readonly createdSeconds: number;
}

/** What the document is about. */
export interface SbomSystem {
  readonly name: string;
  readonly version: string;
  readonly basearch: string;
  readonly osRelease: OsRelease;
  readonly identity: SystemIdentity;
}

/** What pins the system: an OSTree commit, an image by its manifest's digest, or nothing. */
export type SystemIdentity =
  | { readonly kind: 'commit'; readonly ref: string; readonly commit: string }
  | {
      readonly kind: 'image';
      /** `host/path/name`, or the name alone before it is known where the image goes. */
      readonly repository: string;
      /** `sha256:<hex>`. */
      readonly digest: string;
    }
  | { readonly kind: 'tree' };

/** One installed package. Texts are empty when nobody says. */
export interface SbomPackage extends Nevra {
  /** `name-[epoch:]version-release.arch`. */
  readonly nevra: string;
  readonly purl: string;
  readonly summary: string;
  readonly licence: Licence;
  readonly vendor: string;
  readonly url: string;
  /** `name-version-release.src.rpm`. */
  readonly sourceRpm: string;
  /** Seconds since 1970. */
  readonly buildTime: number;
  readonly headerSha256: string;
  /** What the lock says of the RPM file; undefined when it has no such package. */
  readonly locked: LockedRpm | undefined;
  /** Places in `packages` of what it requires, ascending. */
  readonly dependsOn: readonly number[];
  /** Empty unless asked for. */
  readonly files: readonly SbomFile[];
}

/** A file of a package that is in the system. */
export interface SbomFile extends Pick<InstalledFile, 'path' | 'digest' | 'algorithm'> {
  /** Lower-case hex, of the bytes in the system; SPDX demands it. */
  readonly sha1: string;
}

/** The RPM file that a package was installed from. */
export interface LockedRpm {
  /** Without credentials. */
  readonly url: string;
  readonly repoid: string;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Fingerprint of the OpenPGP key that signed the header, upper-case hex. */
  readonly signer: string | undefined;
}

/** A source package. */
export interface SbomSource {
  /** `name-version-release.src.rpm`. */
  readonly fileName: string;
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly purl: string;
  /** Undefined when the lock has binary packages alone. */
  readonly locked: LockedRpm | undefined;
}

/** A package's licence. */
export interface Licence {
  /** As the package has it. */
  readonly text: string;
  /** An SPDX expression; undefined when the package names no licence. */
  readonly expression: string | undefined;
  /** Whether the expression is one single licence of SPDX's list. */
  readonly isListed: boolean;
  /** The expression's licences that are not in SPDX's list. */
  readonly references: readonly LicenceReference[];
}

/** A licence that SPDX does not list. */
export interface LicenceReference {
  /** `LicenseRef-…`. */
  readonly id: string;
  readonly name: string;
  /** What can be said of its text. */
  readonly text: string;
}
