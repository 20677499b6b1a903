/**
 * Gives back the memory of bytes that nobody reads any more, at once, and returns whether that was done: not by
 * Node 20, and not for what shares its memory with other small buffers. Afterwards they are empty.
 */
export function releaseBytes({ buffer }: Uint8Array): boolean {
  // Node cuts small buffers from one piece of memory.
  if (buffer.byteLength <= Buffer.poolSize) return false;
  const { transfer } = buffer as { readonly transfer?: (sizeBytes: number) => unknown };
  transfer?.call(buffer, 0);
  return transfer !== undefined;
}
