import { BuildError } from '../core/errors.ts';
import type { ContainerCode } from './errors.ts';

/** Returns the error for a base, in its layout, that no application can stand on. */
export function baseDamaged(folder: string, why: string): BuildError<ContainerCode> {
  return new BuildError<ContainerCode>(
    'BASE_DAMAGED',
    `no application can stand on the base in ${folder}: ${why}`,
    { hint: 'Remove the folder, and make the base again.' },
  );
}
