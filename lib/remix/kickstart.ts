import type { Place } from '../core/errors.ts';
import { remixError } from './errors.ts';
import { emptyLayer, type Item } from './treefile-layer.ts';
import type { IncludeRequest, ParsedTreefile } from './treefile-parse.ts';

/**
 * Returns what a kickstart file says, as rpm-ostree reads one that a treefile includes: `%include`
 * and `%packages … %end` with `-name` for a package to exclude and `--exclude-weakdeps` for
 * `recommends: false`. Everything else is an error.
 *
 * Differs from rpm-ostree: a line of `%packages` may begin with `@` (a comps group).
 *
 * @throws ConfigError SYNTAX with place
 */
export function parseKickstart(text: string, file: string, directory: string): ParsedTreefile {
  const layer = emptyLayer();
  const packages: Item[] = [];
  const excludes: Item[] = [];
  const includes: IncludeRequest[] = [];
  let section: Place | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const place: Place = { file, line: index + 1, column: 1 };
    const line = raw.trim();
    if (line === '' || raw.startsWith('#')) continue;
    const [verb = '', ...args] = line.split(/\s+/);
    if (section !== undefined) {
      if (line === '%end') section = undefined;
      else if (line.startsWith('%'))
        throw remixError('SYNTAX', `${verb} inside %packages`, place, 'Write %end first.');
      else if (line.startsWith('-')) excludes.push({ value: line.slice(1), place, directory });
      else packages.push({ value: line, place, directory });
    } else if (verb === '%packages') {
      section = place;
      for (const arg of args) {
        if (arg !== '--exclude-weakdeps')
          throw remixError('SYNTAX', `%packages does not know ${arg}`, place);
        layer.single.set('recommends', { value: false, place, directory });
      }
    } else if (verb === '%include' && args.length === 1) {
      includes.push({ path: args[0] ?? '', place });
    } else {
      const hint =
        'Only "%include <path>" and "%packages [--exclude-weakdeps] ... %end" are known here.';
      throw remixError('SYNTAX', `not understood: ${line}`, place, hint);
    }
  }
  if (section !== undefined) throw remixError('SYNTAX', '%packages without %end', section);
  layer.lists.set('packages', packages);
  layer.lists.set('exclude-packages', excludes);
  return { layer, includes, conditionals: [], variables: new Map(), warnings: [] };
}
