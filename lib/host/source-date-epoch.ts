import { ConfigError } from '../core/errors.ts';
import type { HostCode } from './errors.ts';

/**
 * Returns `SOURCE_DATE_EPOCH` of the environment, seconds since 1970, where it is set.
 * https://reproducible-builds.org/specs/source-date-epoch/
 *
 * @throws ConfigError BAD_SOURCE_DATE_EPOCH
 */
export function readSourceDateEpoch(): { sourceDateEpoch?: number } {
  const text = process.env['SOURCE_DATE_EPOCH'];
  if (text === undefined || text === '') return {};
  if (!/^\d{1,11}$/.test(text)) {
    throw new ConfigError<HostCode>(
      'BAD_SOURCE_DATE_EPOCH',
      `SOURCE_DATE_EPOCH is ${JSON.stringify(text)}, expected seconds since 1970`,
    );
  }
  return { sourceDateEpoch: Number(text) };
}
