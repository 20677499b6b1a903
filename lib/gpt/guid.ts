import { BuildError } from '../core/errors.ts';
import type { GptCode } from './errors.ts';

const GUID = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;

/**
 * Returns the 16 bytes of a GUID as UEFI stores it: the first three fields little-endian, the rest
 * as written (UEFI 2.10, appendix A).
 *
 * @throws BuildError GUID_BAD
 */
export function formatGuid(text: string): Uint8Array {
  const fields = GUID.exec(text)?.slice(1);
  if (fields === undefined) throw new BuildError<GptCode>('GUID_BAD', `not a GUID: ${text}`);
  const bytes = fields.map((field) => Buffer.from(field, 'hex'));
  return Buffer.concat(bytes.map((field, index) => (index < 3 ? field.reverse() : field)));
}

/** Returns the lower-case text of the 16 bytes of a GUID. */
export function parseGuid(bytes: Uint8Array): string {
  const data = Buffer.from(bytes);
  if (data.length !== 16)
    throw new BuildError<GptCode>('GUID_BAD', `a GUID has 16 bytes, not ${data.length}`);
  const little = [data.subarray(0, 4), data.subarray(4, 6), data.subarray(6, 8)];
  const fields = [
    ...little.map((field) => field.reverse()),
    data.subarray(8, 10),
    data.subarray(10),
  ];
  return fields.map((field) => field.toString('hex')).join('-');
}
