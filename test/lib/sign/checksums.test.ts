import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import { readTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { formatChecksums, parseChecksums } from '../../../lib/sign/checksums.ts';

const SUM = 'a'.repeat(64);

describe('formatChecksums', () => {
  it('writes what sha256sum writes, odd names too', async () => {
    await using folder = await makeTempDir();
    const names = [
      'b',
      'a b.qcow2',
      'back\\slash',
      'new\nline',
      'tab\t',
      'Z',
      'é',
      '*star',
      '-dash',
    ];
    const sorted = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const name of names) await writeFile(join(folder.path, name), name);
    const theirs = await readTool(['sha256sum', '--', ...sorted], { cwd: folder.path });
    const files = names.map((name) => ({ name, sha256: sha256(name) }));
    expect(formatChecksums(files)).toBe(theirs);
    expect(parseChecksums(theirs, 'SHA256SUMS')).toEqual(
      sorted.map((name) => ({ name, sha256: sha256(name) })),
    );
  });

  it('is empty for no files', () => {
    expect(parseChecksums(formatChecksums([]), 'x')).toEqual([]);
  });
});

describe('parseChecksums', () => {
  it.each([
    ['half a line', `${SUM}  a`],
    ['a short sum', `${SUM.slice(1)}  a\n`],
    ['capitals', `${SUM.toUpperCase()}  a\n`],
    ['no name', `${SUM}  \n`],
    ['an absolute name', `${SUM}  /etc/passwd\n`],
    ['a way out', `${SUM}  images/../../x\n`],
    ['an escaped way out', `\\${SUM}  a\\n/../b\n`],
    ['a name twice', `${SUM}  a\n${SUM}  a\n`],
    ['an empty line', `${SUM}  a\n\n`],
    ['a carriage return', `${SUM}\r\n`],
  ])('refuses %s', (_what, text) => {
    expect(() => parseChecksums(text, 'SHA256SUMS')).toThrow(
      expect.objectContaining({ code: 'CHECKSUMS_MALFORMED' }),
    );
  });
});
