const SECONDS_A_DAY = 86_400;

/** Returns `text` (shadow or gshadow) with a locked entry for each of `names` that has none. */
export function addShadow(
  text: string,
  names: readonly string[],
  kind: 'shadow' | 'gshadow',
): string {
  const known = new Set(text.split('\n').map((line) => line.split(':', 1)[0]));
  const missing = names.filter((name) => !known.has(name));
  const rest = kind === 'shadow' ? ':!*:::::::' : ':!*::';
  return withLineEnd(text) + missing.map((name) => `${name}${rest}\n`).join('');
}

/**
 * Returns the text of shadow with no date of today in it: the day of the last change is emptied
 * for accounts without a password (as rpm-ostree does), and is the day of `sourceDateEpoch` for
 * the others, unless it is 0, which asks for a new password.
 */
export function normaliseShadow(text: string, sourceDateEpoch: number): string {
  return text
    .split('\n')
    .map((line) => {
      const fields = line.split(':');
      if (fields.length < 9 || fields[2] === '0' || fields[2] === '') return line;
      const locked = /^[!*]/.test(fields[1] ?? '');
      fields[2] = locked ? '' : String(Math.floor(sourceDateEpoch / SECONDS_A_DAY));
      return fields.join(':');
    })
    .join('\n');
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
