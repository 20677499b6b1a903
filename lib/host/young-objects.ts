import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the space for young objects at its first size in all that this process does from now on. Who walks
 * through 100,000 small files leaves so many of them that V8 would give them 128 MiB, and not take it back.
 */
export function keepYoungSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
