import { isMappingTree, type Mapping, mappingOf, type Tree } from './tree.ts';

/**
 * Whether a workflow starts on an event: its name, and for a push the filters on branches and tags.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore
 */
export function startsOn({ on }: Mapping, event: { name: string; ref: string }): boolean {
  if (Array.isArray(on)) return on.includes(event.name);
  if (!isMappingTree(on)) return on === event.name;
  if (!(event.name in on)) return false;
  if (event.name !== 'push') return true;
  const filters = mappingOf(on['push']);
  const [, kind = '', name = ''] = /^refs\/(heads|tags)\/(.*)$/.exec(event.ref) ?? [];
  const own = kind === 'tags' ? 'tags' : 'branches';
  const other = kind === 'tags' ? 'branches' : 'tags';
  if (has(filters, own)) return matches(filters[own], name);
  if (has(filters, `${own}-ignore`)) return !matches(filters[`${own}-ignore`], name);
  // Who filters branches alone has no interest in tags.
  return !has(filters, other) && !has(filters, `${other}-ignore`);
}

function has(filters: Mapping, name: string): boolean {
  return filters[name] !== undefined;
}

/** The last pattern that fits decides; one with `!` takes names away. */
function matches(patterns: Tree | undefined, name: string): boolean {
  let found = false;
  for (const pattern of [patterns ?? []].flat().map(String)) {
    const negative = pattern.startsWith('!');
    if (patternOf(negative ? pattern.slice(1) : pattern).test(name)) found = !negative;
  }
  return found;
}

function patternOf(glob: string): RegExp {
  const text = glob.replaceAll(/\*\*|\*|\[[^\]]*\]|[?+]|[^*[?+]/g, (part) => {
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part.startsWith('[') || part === '?' || part === '+'
      ? part
      : part.replaceAll(/[^\w]/g, '\\$&');
  });
  return new RegExp(`^${text}$`);
}
