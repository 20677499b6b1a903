/** An object of OSTree's form, which the files that have its bytes are hard links of. */
const OBJECT = /^sysroot\/ostree\/repo\/objects\/[0-9a-f]{2}\/[0-9a-f]{62}\.file$/;

/** Returns a member's name without what builders write before it: `./`, `/`. */
export function plainName(name: string): string {
  return name.replace(/^(?:\.?\/)+/, '');
}

/** Whether a plain name is that of an object of an OSTree repository. */
export function isOstreeObject(name: string): boolean {
  return OBJECT.test(name);
}
