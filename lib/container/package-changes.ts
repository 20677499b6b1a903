/** How many packages are named. */
const SHOWN = 5;

/** Returns `now with a, b; no longer with c`; empty when nothing has changed. Of packages, by NEVRA. */
export function formatPackageChanges(added: readonly string[], removed: readonly string[]): string {
  return [...told('now with', added), ...told('no longer with', removed)].join('; ');
}

function told(what: string, nevras: readonly string[]): string[] {
  if (nevras.length === 0) return [];
  const more = nevras.length > SHOWN ? ` and ${nevras.length - SHOWN} more` : '';
  return [`${what} ${nevras.slice(0, SHOWN).join(', ')}${more}`];
}
