/** What GRUB's own script language would take for syntax, so that the entry could not be sourced. */
const SYNTAX = /[$;&|<>{}"'\\#`]/;

/**
 * Returns the first line of a Boot Loader Specification entry that the `grub.cfg` of
 * `formatGrubConfig` could not read, or undefined.
 */
export function findUnreadableBlsLine(entry: string): string | undefined {
  return entry.split('\n').find((line) => SYNTAX.test(line));
}
