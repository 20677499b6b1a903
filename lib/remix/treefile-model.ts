import type { Json } from '../core/digest.ts';
import type { Place } from '../core/errors.ts';
import type { Basearch } from '../host/architecture.ts';

/**
 * A treefile with its includes folded in, evaluated for one basearch. Every field is there, with
 * rpm-ostree's default where the files say nothing; paths are absolute.
 */
export interface Treefile {
  /** The outermost file. */
  readonly path: string;
  /** Folder of the outermost file: where the `.repo` files are. */
  readonly directory: string;
  /** Every treefile that was read, outermost first, in the order of reading. */
  readonly files: readonly string[];
  readonly basearch: Basearch;
  readonly edition: '2014' | '2024';
  /** After all includes, with `basearch` and `releasever`. */
  readonly variables: Readonly<Record<string, VariableValue>>;

  /** Package requests, sorted and unique: names, provides, file paths, `name >= 1.0`. No `@group`. */
  readonly packages: readonly string[];
  /** `groups` and the `@id` of `packages`, in the order of the files. */
  readonly groups: readonly GroupRequest[];
  readonly excludePackages: readonly string[];
  /** Repositories to use; empty: all enabled ones. */
  readonly repos: readonly string[];
  /** A package stands in one entry only: the outermost, last one wins. */
  readonly repoPackages: readonly RepoPackages[];
  readonly lockfileRepos: readonly string[];
  readonly releasever?: string;
  readonly repovars: Readonly<Record<string, string>>;
  readonly recommends: boolean;
  readonly documentation: boolean;
  readonly installLangs: readonly string[];

  readonly ref?: string;
  readonly metadata: Readonly<Record<string, Json>>;
  readonly addCommitMetadata: Readonly<Record<string, Json>>;
  readonly automaticVersionPrefix?: string;
  /** One ASCII character. */
  readonly automaticVersionSuffix: string;
  readonly mutateOsRelease?: string;
  readonly gpgKey?: string;
  readonly repoMetadata: MetadataTarget;
  readonly advisoriesMetadata: MetadataTarget;
  readonly containerCmd: readonly string[];
  readonly rojig?: Rojig;
  readonly platformModule?: string;

  /** The tree is not a host: no kernel, no initramfs, no /boot. */
  readonly container: boolean;
  readonly selinux: boolean;
  readonly selinuxLabelVersion: 0 | 1;
  readonly ima: boolean;
  readonly ignoreDevices: boolean;
  readonly bootLocation: 'new' | 'modules' | 'kernel-install';
  readonly tmpIsDir: boolean;
  readonly optUsrlocal: 'var' | 'root' | 'stateoverlay';
  readonly machineidCompat: boolean;
  readonly noInitramfs: boolean;
  readonly initramfsArgs: readonly string[];
  readonly rpmdb: 'target' | 'host';
  readonly rpmdbNormalize: boolean;
  readonly readonlyExecutables: boolean;
  readonly cliwrap: boolean;
  readonly cliwrapBinaries: readonly string[];

  readonly units: readonly string[];
  readonly defaultTarget?: string;
  readonly sysusers: 'compose-auto' | 'compose-forced';
  readonly etcGroupMembers: readonly string[];
  readonly preservePasswd: boolean;
  readonly checkPasswd: AccountCheck<AccountIds>;
  readonly checkGroups: AccountCheck<number>;
  /** `*` means all. Sorted. */
  readonly ignoreRemovedUsers: readonly string[];
  readonly ignoreRemovedGroups: readonly string[];

  /** In the order in which they run: the last include's first, the outermost file's own last. */
  readonly postprocess: readonly InlineScript[];
  /** Runs after all of `postprocess`. */
  readonly postprocessScript?: string;
  readonly addFiles: readonly AddFile[];
  readonly removeFiles: readonly string[];
  readonly removeFromPackages: readonly RemoveFromPackage[];
  readonly ostreeLayers: readonly string[];
  readonly ostreeOverrideLayers: readonly string[];

  /** Where requests come from, for messages. */
  readonly origins: TreefileOrigins;
  /** Legacy keys and keys that do nothing here, for the log. */
  readonly warnings: readonly TreefileWarning[];
}

/** Place of each element of some lists: of the outermost file when several have it. */
export interface TreefileOrigins {
  readonly packages: ReadonlyMap<string, Place>;
  readonly excludePackages: ReadonlyMap<string, Place>;
  readonly repos: ReadonlyMap<string, Place>;
}

/** Value of a variable. Numbers are integers, 0 or more. */
export type VariableValue = string | number | boolean;

/** A comps group or environment. */
export interface GroupRequest {
  readonly id: string;
  /** `environment` when asked for as `@^id`. */
  readonly kind: 'group' | 'environment';
  /** Install the optional packages too. */
  readonly optional: boolean;
  /** Packages of the group that are left out. Sorted. */
  readonly blacklist: readonly string[];
  readonly origin: Place;
}

/** Packages that must come from one repository. */
export interface RepoPackages {
  readonly repo: string;
  /** Sorted and unique. */
  readonly packages: readonly string[];
}

/** Where metadata of the repositories goes. */
export type MetadataTarget = 'inline' | 'detached' | 'disabled';

/** Leftover of rojig; `name` names the product. */
export interface Rojig {
  readonly name: string;
  readonly summary: string;
  readonly license: string;
  readonly description?: string;
}

/** What the tree's users or groups are compared with. */
export type AccountCheck<Ids> =
  | { readonly type: 'none' }
  | { readonly type: 'previous' }
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'data'; readonly entries: Readonly<Record<string, Ids>> };

/** Numbers of one user. */
export interface AccountIds {
  readonly uid: number;
  readonly gid: number;
}

/** One script of `postprocess`, run as it is (`#!` or `/bin/sh`). */
export interface InlineScript {
  readonly script: string;
  readonly origin: Place;
}

/** One file to copy into the tree. `source` is absolute; `destination` is absolute in the tree. */
export interface AddFile {
  readonly source: string;
  readonly destination: string;
}

/** Files of one package to delete. */
export interface RemoveFromPackage {
  readonly package: string;
  /** Regular expressions that match some part of the absolute path, as in rpm-ostree. */
  readonly patterns: readonly string[];
}

/** Something to tell the user about a treefile that is no error. */
export interface TreefileWarning {
  readonly message: string;
  readonly place: Place;
}
