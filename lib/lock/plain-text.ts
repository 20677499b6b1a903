/**
 * Returns a name or version as text that means nothing to markdown, git or GitHub: what no package of
 * a distribution has becomes `?`. Repositories write these, and a message of ours must not mention
 * people, close issues or end a table for them.
 */
export function plainText(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9._+~^:-]/gu, '?');
  return plain.length <= MAX_LENGTH ? plain : `${plain.slice(0, MAX_LENGTH - 1)}…`;
}

/** Longer than any name or version of Fedora. */
const MAX_LENGTH = 120;
