import { type FileCapabilities, parseCapabilities, parseCapabilityText } from './capabilities.ts';
import type { CommitTree } from './commit-tree.ts';
import type { ContentDigest } from './layer-entry.ts';
import type { PackageFile } from './package-file.ts';

/** Numbers of users and groups by name, as the commit's own files have them. */
export interface TreeAccounts {
  readonly users: ReadonlyMap<string, number>;
  readonly groups: ReadonlyMap<string, number>;
}

const TYPE = 0o170000;
const FOLDER = 0o040000;
const FILE = 0o100000;
const LINK = 0o120000;
const PERMISSIONS = 0o7777;
const EXECUTABLE = 0o111;
const WRITABLE = 0o222;

/** What a commit is compared by. */
export interface PackageCheckOptions {
  readonly accounts: TreeAccounts;
  /** Paths in the commit that have been changed on purpose. */
  readonly changedPaths: ReadonlySet<string>;
  /** Whether programs below /usr have lost their write bits. */
  readonly readonlyExecutables: boolean;
}

/**
 * Compares files of a commit with what their packages say. Known to differ, and left alone: ghosts, which
 * packages only own; what is in configuration and in all of /etc, which are there to be changed; paths that
 * the treefile changes; what is not there any more, for the treefile may remove it; what lies right below the
 * root, where an ostree system has links; compiled Python, whose time stamps are made the same.
 */
export class PackageCheck {
  readonly digests = new Map<string, ContentDigest>();
  private readonly tree: CommitTree;
  private readonly options: PackageCheckOptions;
  private readonly differences = new Map<string, string>();
  /** Folders may belong to several packages: one that agrees is enough. */
  private readonly agreed = new Set<string>();
  /** What one path of each object must give: its bytes are read once. */
  private readonly objects = new Map<string, ContentDigest>();
  private name = '';
  /** Of the package: the object that each of its inodes with bytes has become. */
  private readonly inodes = new Map<string, { readonly path: string; readonly checksum: string }>();

  constructor(tree: CommitTree, options: PackageCheckOptions) {
    this.tree = tree;
    this.options = options;
  }

  /** Goes on with the next package. */
  begin(name: string): void {
    this.name = name;
    this.inodes.clear();
  }

  /** Compares one path. */
  compare(path: string, file: PackageFile): void {
    if (file.isGhost || !path.includes('/') || this.options.changedPaths.has(path)) return;
    const difference = this.find(path, file);
    if (difference === undefined) this.agreed.add(path);
    else if (!this.differences.has(path)) {
      this.differences.set(path, `/${path} of ${this.name}: ${difference}`);
    }
  }

  /** Returns what differs from all packages that have it. */
  finish(): string[] {
    return [...this.differences].flatMap(([path, text]) => (this.agreed.has(path) ? [] : [text]));
  }

  private find(path: string, file: PackageFile): string | undefined {
    const checksum = this.tree.files.get(path);
    const meta = this.tree.folders.get(path) ?? this.tree.objects.get(checksum ?? '')?.meta;
    if (meta === undefined) return undefined;
    const type = file.mode & TYPE;
    if (type !== FOLDER && type !== FILE && type !== LINK) return undefined;
    const isFree = file.isConfig || path.startsWith('usr/etc/');
    if ((meta.mode & TYPE) !== type) {
      // A folder of the package may be a link by now: /usr/lib/debug, the stateroot's.
      if (type === FOLDER || isFree) return undefined;
      return `it is another type of file (${octal(meta.mode)})`;
    }
    const { users, groups } = this.options.accounts;
    const uid = users.get(file.user) ?? 0;
    const gid = groups.get(file.group) ?? 0;
    if (meta.uid !== uid || meta.gid !== gid) {
      return `it belongs to ${meta.uid}:${meta.gid}, expected ${uid}:${gid} (${file.user}:${file.group})`;
    }
    if (type === LINK) {
      const { target } = meta as { readonly target?: string };
      return target === file.target || isFree
        ? undefined
        : `it leads to ${target}, expected ${file.target}`;
    }
    const mode = this.expectedMode(path, file);
    if ((meta.mode & PERMISSIONS) !== (mode & PERMISSIONS)) {
      return `it has the mode ${octal(meta.mode)}, expected ${octal(mode)}`;
    }
    if (type === FOLDER || checksum === undefined) return undefined;
    const lost = this.findCapabilities(meta, file);
    return lost ?? (isFree ? undefined : this.findLinks(path, checksum, file));
  }

  private expectedMode(path: string, { mode }: PackageFile): number {
    const isProgram = (mode & TYPE) === FILE && (mode & EXECUTABLE) !== 0;
    const isProtected = path.startsWith('usr/') && !path.startsWith('usr/etc/');
    return this.options.readonlyExecutables && isProgram && isProtected ? mode & ~WRITABLE : mode;
  }

  private findCapabilities(
    { xattrs }: { readonly xattrs: readonly (readonly [Uint8Array, Uint8Array])[] },
    { capabilities }: PackageFile,
  ): string | undefined {
    // Scriptlets may have set some; none that the package has may be lost.
    const expected = capabilities === '' ? undefined : parseCapabilityText(capabilities);
    if (expected === undefined) return undefined;
    const value = xattrs.find(([name]) => nameIs(name, 'security.capability'))?.[1];
    const found = value === undefined ? undefined : parseCapabilities(value);
    return found !== undefined && isEqual(found, expected)
      ? undefined
      : `it has not the capabilities ${capabilities}`;
  }

  /** Names of one file of the package are one object; its bytes are compared when they are read. */
  private findLinks(path: string, checksum: string, file: PackageFile): string | undefined {
    if (path.endsWith('.pyc') || file.digest === '' || file.algorithm === undefined)
      return undefined;
    const digest = { algorithm: file.algorithm, hex: file.digest, path };
    this.digests.set(path, digest);
    const same = this.objects.get(checksum) ?? digest;
    this.objects.set(checksum, same);
    if (same.algorithm === digest.algorithm && same.hex !== digest.hex) {
      return `it has the bytes of /${same.path}, which are others in their packages`;
    }
    const other = this.inodes.get(file.inode);
    if (other === undefined) {
      this.inodes.set(file.inode, { path, checksum });
      return undefined;
    }
    return other.checksum === checksum
      ? undefined
      : `it is no longer the same file as /${other.path}`;
  }
}

function nameIs(bytes: Uint8Array, name: string): boolean {
  return Buffer.from(bytes).toString('latin1').replace(/\0$/, '') === name;
}

function isEqual(a: FileCapabilities, b: FileCapabilities): boolean {
  return (
    a.permitted === b.permitted &&
    a.inheritable === b.inheritable &&
    a.isEffective === b.isEffective
  );
}

function octal(mode: number): string {
  return (mode & 0xffff).toString(8).padStart(6, '0');
}
