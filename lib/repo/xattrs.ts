import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { runTool, ToolError } from '../host/process.ts';
import type { Dirmeta } from '../ostree/objects.ts';
import type { RepoCode } from './errors.ts';

/** Extended attributes, sorted by the bytes of their names. */
export type Xattrs = Dirmeta['xattrs'];

/** All of a tree of which every file has some (labels of the host) stay far below. */
const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

/**
 * Returns the extended attributes of everything below `treePath`, by path; files that have none
 * are left out. Node has no call for them, so getfattr reads all of them in one run.
 *
 * As libostree, which leaves out attributes whose value is empty.
 *
 * @throws BuildError ATTRIBUTES_UNREADABLE
 */
export async function readXattrs(treePath: string, log: Log): Promise<Map<string, Xattrs>> {
  const argv = ['getfattr', '-R', '-P', '-h', '-d', '-m', '-', '-e', 'hex', '--absolute-names'];
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    await runTool([...argv, '--', treePath], {
      log,
      onStdout: (chunk) => {
        sizeBytes += chunk.length;
        if (sizeBytes <= MAX_OUTPUT_BYTES) chunks.push(chunk);
      },
    });
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    throw unreadable(cause.stderr.trim(), cause);
  }
  if (sizeBytes > MAX_OUTPUT_BYTES) throw unreadable(`more than ${MAX_OUTPUT_BYTES} bytes`);
  return parseXattrs(Buffer.concat(chunks));
}

/**
 * Parses what `getfattr -d -e hex` prints: blocks of `# file: PATH` and `NAME=0xHEX`, in which
 * some bytes of paths and names stand as `\` and three octal digits.
 *
 * @throws BuildError ATTRIBUTES_UNREADABLE
 */
export function parseXattrs(output: Buffer): Map<string, Xattrs> {
  const found = new Map<string, Xattrs>();
  // One character for each byte, until it is known what they are.
  for (const block of output.toString('latin1').split('\n\n')) {
    if (block === '') continue;
    const [first = '', ...lines] = block.split('\n');
    if (!first.startsWith('# file: ')) throw unreadable(`getfattr printed ${first}`);
    const xattrs = sorted(lines.filter((line) => line !== '').flatMap(parseLine));
    if (xattrs.length > 0) found.set(unquote(first.slice('# file: '.length)).toString(), xattrs);
  }
  return found;
}

function parseLine(line: string): (readonly [Buffer, Buffer])[] {
  const [, name = '', hex] = /^(.+?)(?:=0x((?:[0-9a-f]{2})*))?$/.exec(line) ?? [];
  if (name === '' || (hex === undefined && line.includes('='))) {
    throw unreadable(`getfattr printed ${line}`);
  }
  // libostree stores the name with the NUL that ends it.
  return hex === undefined || hex === ''
    ? []
    : [[Buffer.concat([unquote(name), Buffer.alloc(1)]), Buffer.from(hex, 'hex')]];
}

function unquote(text: string): Buffer {
  const plain = text.includes('\\')
    ? text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)))
    : text;
  return Buffer.from(plain, 'latin1');
}

function unreadable(why: string, cause?: unknown): BuildError<RepoCode> {
  return new BuildError<RepoCode>(
    'ATTRIBUTES_UNREADABLE',
    `the extended attributes of the tree cannot be read: ${why}`,
    { cause },
  );
}

const SELINUX = Buffer.from('security.selinux\0');

/**
 * Returns `xattrs` with this SELinux context in place of any other, sorted.
 *
 * Differs from libostree before 2024.10: those put the context last, so that what has attributes
 * sorted behind it (`user.…`) gets a checksum that clients find wrong
 * (https://github.com/ostreedev/ostree/pull/3346).
 */
export function withLabel(xattrs: Xattrs, context: string): Xattrs {
  const others = xattrs.filter(([name]) => !SELINUX.equals(name));
  return sorted([...others, [SELINUX, Buffer.from(`${context}\0`)]]);
}

function sorted(xattrs: Xattrs): Xattrs {
  return xattrs.toSorted(([a], [b]) => Buffer.compare(a, b));
}
