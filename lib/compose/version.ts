import { ConfigError } from '../core/errors.ts';
import type { ComposeCode } from './errors.ts';

const DATE_TAG = /<date:([^>]*)>/;

/**
 * Returns the version after `last` for `automatic-version-prefix`: the prefix itself when `last`
 * is of another prefix, else with a number one higher.
 *
 * Differs from rpm-ostree: `<date:…>` is the day of `sourceDateEpoch`, UTC, and knows
 * `%Y %m %d %H %M %S %j %y %%` alone.
 *
 * @throws ConfigError VERSION_MALFORMED for another `%` letter
 */
export function nextVersion(options: {
  prefix: string;
  /** One character. */
  suffix: string;
  last?: string;
  sourceDateEpoch: number;
}): string {
  const { suffix, last = '' } = options;
  const dated = DATE_TAG.test(options.prefix);
  const prefix = options.prefix.replace(DATE_TAG, (_tag, format: string) =>
    formatDate(format, options.sourceDateEpoch),
  );
  if (last === prefix) return dated ? `${prefix}${suffix}0` : `${prefix}${suffix}1`;
  if (!last.startsWith(prefix + suffix)) return dated ? `${prefix}${suffix}0` : prefix;
  const number = /^\d+/.exec(last.slice(prefix.length + suffix.length))?.[0];
  return `${prefix}${suffix}${number === undefined ? 1 : BigInt(number) + 1n}`;
}

function formatDate(format: string, seconds: number): string {
  const date = new Date(seconds * 1000);
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const newYear = Date.UTC(date.getUTCFullYear(), 0, 1);
  const fields: Record<string, string> = {
    Y: pad(date.getUTCFullYear(), 4),
    y: pad(date.getUTCFullYear() % 100),
    m: pad(date.getUTCMonth() + 1),
    d: pad(date.getUTCDate()),
    H: pad(date.getUTCHours()),
    M: pad(date.getUTCMinutes()),
    S: pad(date.getUTCSeconds()),
    j: pad(Math.floor((date.getTime() - newYear) / 86_400_000) + 1, 3),
    '%': '%',
  };
  return format.replace(/%(.?)/g, (tag, letter: string) => {
    const value = fields[letter];
    if (value !== undefined) return value;
    throw new ConfigError<ComposeCode>(
      'VERSION_MALFORMED',
      `automatic-version-prefix: ${tag} is not known`,
      {
        hint: `Known are ${Object.keys(fields)
          .map((known) => `%${known}`)
          .join(' ')}.`,
      },
    );
  });
}
