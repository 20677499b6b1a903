import { BuildError } from '../core/errors.ts';
import type { LayersCode } from './errors.ts';

/** Returns the error of everything in a layer that is not to be trusted. */
export function unsafe(why: string): BuildError<LayersCode> {
  return new BuildError<LayersCode>(
    'LAYER_UNSAFE',
    `a layer of the container image is bad: ${why}`,
  );
}
