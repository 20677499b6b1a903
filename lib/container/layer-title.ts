/** How many names a title has at most when it has all of them. */
const ALL = 5;

/** Returns what a layer with these packages is called, for people. */
export function formatLayerTitle(names: readonly string[]): string {
  if (names.length <= ALL) return names.join(' and ');
  return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
