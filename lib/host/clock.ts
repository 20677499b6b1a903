/** Returns seconds since 1970 by the machine's clock: for what says when it was written, and decides nothing. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
