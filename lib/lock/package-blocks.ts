const END = '</package>';
/** The longest that is known, of a package with 100,000 files, has 10 MB. */
const LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Yields a metadata document in pieces that join to it again, each ending with a package: what comes
 * before the package, then the package. Only cuts; what is in a piece is not looked at.
 */
export async function* packageBlocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (let end = bytes.indexOf(END); end !== -1; end = bytes.indexOf(END, at)) {
      yield bytes.subarray(at, end + END.length);
      at = end + END.length;
    }
    rest = Buffer.from(bytes.subarray(at));
    if (rest.length > LIMIT_BYTES) {
      yield rest;
      rest = Buffer.alloc(0);
    }
  }
  yield rest;
}
