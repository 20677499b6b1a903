import type { CommitTree } from './commit-tree.ts';

/** More links than this lead in circles. */
const MAX_LINKS = 40;

/** Finds the paths of packages in a commit, where `/bin` is a link and `/etc` is `/usr/etc`. */
export class PackagePaths {
  private readonly tree: Pick<CommitTree, 'folders' | 'files' | 'objects'>;
  private readonly known = new Map<string, string | undefined>([['', '']]);

  constructor(tree: Pick<CommitTree, 'folders' | 'files' | 'objects'>) {
    this.tree = tree;
  }

  /**
   * Returns where an absolute path lies in the commit, relative to the root; of a symbolic link that is the
   * link itself. Undefined when its folder is not there; whether the path is, is not looked at.
   */
  resolve(path: string): string | undefined {
    const at = path.lastIndexOf('/');
    const folder = this.folder(path.slice(1, Math.max(1, at)), 0);
    const name = path.slice(at + 1);
    if (folder === undefined) return undefined;
    return this.moved(folder === '' ? name : `${folder}/${name}`);
  }

  /** Returns where an absolute path lies, and all that it leads to where it is a link. */
  follow(path: string): string[] {
    const found: string[] = [];
    for (let at = this.resolve(path); at !== undefined && found.length <= MAX_LINKS; ) {
      found.push(at);
      const target = this.tree.objects.get(this.tree.files.get(at) ?? '')?.meta.target;
      if (target === undefined) break;
      const folder = target.startsWith('/') ? '' : at.slice(0, Math.max(0, at.lastIndexOf('/')));
      const led = joinPath(folder, target);
      at = led === undefined ? undefined : this.resolve(`/${led}`);
    }
    return found;
  }

  private folder(path: string, links: number): string | undefined {
    if (this.known.has(path)) return this.known.get(path);
    const found = links > MAX_LINKS ? undefined : this.find(path, links);
    this.known.set(path, found);
    return found;
  }

  private find(path: string, links: number): string | undefined {
    const at = path.lastIndexOf('/');
    const parent = this.folder(path.slice(0, Math.max(0, at)), links);
    if (parent === undefined) return undefined;
    const name = path.slice(at + 1);
    const own = this.moved(parent === '' ? name : `${parent}/${name}`);
    if (this.tree.folders.has(own)) return own;
    const target = this.tree.objects.get(this.tree.files.get(own) ?? '')?.meta.target;
    if (target === undefined) return undefined;
    const led = joinPath(target.startsWith('/') ? '' : parent, target);
    return led === undefined ? undefined : this.folder(led, links + 1);
  }

  private moved(path: string): string {
    const { folders } = this.tree;
    const isEtc = path === 'etc' || path.startsWith('etc/');
    return isEtc && !folders.has('etc') ? `usr/${path}` : path;
  }
}

/** Undefined for a path that leaves the root. */
function joinPath(folder: string, target: string): string | undefined {
  const names = folder === '' ? [] : folder.split('/');
  for (const name of target.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return undefined;
  }
  return names.join('/');
}
