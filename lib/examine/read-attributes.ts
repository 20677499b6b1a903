import { join } from 'node:path';
import { runTool } from '../host/process.ts';
import { parseXattrs } from '../repo/xattrs.ts';

/** Linux takes 2 MiB of arguments and environment. */
const MAX_ARGUMENT_BYTES = 256 * 1024;

/**
 * Returns the extended attributes of files below a folder, by their relative path; those that have none are
 * left out. Links are not followed. Node has no call for them: getfattr reads those of many files in one run.
 *
 * @throws ConfigError TOOL_MISSING; BuildError ATTRIBUTES_UNREADABLE
 */
export async function readAttributes(
  root: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Buffer>>> {
  const found = new Map<string, ReadonlyMap<string, Buffer>>();
  for (const batch of batches(paths.map((path) => join(root, path)))) {
    const argv = ['getfattr', '-P', '-h', '-d', '-m', '-', '-e', 'hex', '--absolute-names', '--'];
    const chunks: Buffer[] = [];
    // It ends with 1 when a file is gone meanwhile, or when a file system has no attributes.
    await runTool([...argv, ...batch], {
      okExitCodes: [0, 1],
      onStdout: (chunk) => chunks.push(chunk),
    });
    for (const [path, xattrs] of parseXattrs(Buffer.concat(chunks))) {
      const named = xattrs.map(
        // The names have the NUL that ends them.
        ([name, value]) =>
          [Buffer.from(name).toString('utf8', 0, name.length - 1), Buffer.from(value)] as const,
      );
      found.set(path.slice(root.replace(/\/+$/, '').length + 1), new Map(named));
    }
  }
  return found;
}

function* batches(paths: readonly string[]): Generator<string[], void> {
  let batch: string[] = [];
  let sizeBytes = 0;
  for (const path of paths) {
    const length = Buffer.byteLength(path) + 1;
    if (sizeBytes + length > MAX_ARGUMENT_BYTES && batch.length > 0) {
      yield batch;
      batch = [];
      sizeBytes = 0;
    }
    batch.push(path);
    sizeBytes += length;
  }
  if (batch.length > 0) yield batch;
}
