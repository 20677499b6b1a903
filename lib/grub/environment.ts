import { BuildError } from '../core/errors.ts';
import type { GrubCode } from './errors.ts';

/** GRUB reads and writes exactly this many bytes. */
const BLOCK_BYTES = 1024;
const SIGNATURE = '# GRUB Environment Block\n';

/**
 * Returns the `grubenv` file with these variables, in the order given. A backslash and a newline in
 * a value are escaped by a backslash. Format: GRUB manual, "Environment block".
 *
 * @throws BuildError GRUBENV_FULL when they do not fit in 1024 bytes, GRUBENV_BAD for a bad name
 */
export function formatGrubEnvironment(variables: ReadonlyMap<string, string>): Uint8Array {
  let text = SIGNATURE;
  for (const [name, value] of variables) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new BuildError<GrubCode>('GRUBENV_BAD', `not a name of a GRUB variable: ${name}`);
    }
    text += `${name}=${value.replaceAll(/[\\\n]/g, '\\$&')}\n`;
  }
  const used = Buffer.byteLength(text);
  if (used > BLOCK_BYTES) {
    throw new BuildError<GrubCode>(
      'GRUBENV_FULL',
      `grubenv holds ${BLOCK_BYTES} bytes, not ${used}`,
    );
  }
  return Buffer.concat([Buffer.from(text), Buffer.alloc(BLOCK_BYTES - used, '#')]);
}

/**
 * Reads a `grubenv` file.
 *
 * @throws BuildError GRUBENV_BAD when it is not 1024 bytes with GRUB's first line
 */
export function parseGrubEnvironment(bytes: Uint8Array): Map<string, string> {
  const text = Buffer.from(bytes).toString('utf8');
  if (bytes.length !== BLOCK_BYTES || !text.startsWith(SIGNATURE)) {
    throw new BuildError<GrubCode>('GRUBENV_BAD', 'not an environment block of GRUB');
  }
  const variables = new Map<string, string>();
  for (const [, name, value] of text.matchAll(/^([A-Za-z_]\w*)=((?:\\[\s\S]|[^\\\n])*)\n/gm)) {
    variables.set(name ?? '', (value ?? '').replaceAll(/\\([\s\S])/g, '$1'));
  }
  return variables;
}
