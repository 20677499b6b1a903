import type { SpecialFile } from './extract.ts';
import type { TreeEntry } from './tree.ts';

/** What decides how files are listed. All paths are absolute. */
export interface FileListOptions {
  /** Directories that another package owns. */
  readonly sharedDirectories: ReadonlySet<string>;
  readonly special: ReadonlyMap<string, SpecialFile>;
  readonly configFiles: ReadonlySet<string>;
}

/** Returns the lines of a `%files` section: one for each entry, none left to globbing. */
export function formatFileList(entries: readonly TreeEntry[], options: FileListOptions): string[] {
  return entries
    .filter(({ path, kind }) => kind === 'file' || !options.sharedDirectories.has(path))
    .map(({ path, kind }) => {
      const special = options.special.get(path);
      return [
        ...(special === undefined
          ? []
          : [`%attr(${special.modeOctal},${special.user},${special.group})`]),
        ...(kind === 'directory' ? ['%dir'] : fileMarks(path, options)),
        `"${escapePath(path)}"`,
      ].join(' ');
    });
}

function fileMarks(path: string, options: FileListOptions): string[] {
  if (options.configFiles.has(path)) return ['%config(noreplace)'];
  if (/^\/usr\/share\/doc\/[^/]+\/copyright$/.test(path)) return ['%license'];
  if (/^\/usr\/share\/(doc|man|info)\//.test(path)) return ['%doc'];
  const language = /^\/usr\/share\/locale\/([^/@.]+)[^/]*\//.exec(path)?.[1];
  return language === undefined ? [] : [`%lang(${language})`];
}

/** rpmbuild expands macros in file names, and takes a name for a glob only when its brackets close. */
function escapePath(path: string): string {
  const literal = /[*?]|\[.*\]|\{.*\}/.test(path) ? path.replaceAll(/[\\*?[\]{}]/g, '\\$&') : path;
  return literal.replaceAll('%', '%%');
}
