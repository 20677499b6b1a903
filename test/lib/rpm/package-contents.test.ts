import { glob, open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTool } from '../../../lib/host/process.ts';
import { findRpmSpans, rpmHeaderBytes } from '../../../lib/rpm/header.ts';
import { parsePackageContents } from '../../../lib/rpm/package-contents.ts';
import { anvilRepository } from '../../support/anvil.ts';
import { formatTestRpm } from '../../support/rpm-bytes.ts';

const FORMAT = [
  'P\\t%{NAME}\\t%{EPOCHNUM}\\t%{VERSION}\\t%{RELEASE}\\t%{ARCH}\\t%{LONGSIZE}\\n',
  '[F\\t%{FILEMODES}\\t%{FILEFLAGS}\\t%{FILEMTIMES}\\t%{FILENAMES}\\n]',
  '[V\\t%{PROVIDENAME}\\t%{PROVIDEVERSION}\\n][R\\t%{REQUIRENAME}\\n][M\\t%{RECOMMENDNAME}\\n]',
].join('');

async function headerBytes(path: string): Promise<Buffer> {
  await using file = await open(path);
  // As little as it takes: each time as much as the answer before has asked for.
  for (let wanted = 1; ; ) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const needed = rpmHeaderBytes(bytes);
    if (needed <= bytes.length) return bytes;
    expect(needed).toBeGreaterThan(wanted);
    wanted = needed;
  }
}

it('reads of each package of Anvil what rpm reads', async () => {
  const { path: repository } = await anvilRepository();
  const paths: string[] = [];
  for await (const file of glob('**/*.rpm', { cwd: repository }))
    paths.push(join(repository, file));
  const lines: string[] = [];
  for (const path of paths) {
    const bytes = await headerBytes(path);
    expect(findRpmSpans(bytes).payloadStart).toBe(bytes.length);
    const found = parsePackageContents(bytes);
    const { name, epoch, version, release, arch, installedBytes } = found;
    lines.push(['P', name, epoch, version, release, arch, installedBytes].join('\t'));
    for (const { mode, flags, mtimeSeconds, path: file } of found.files)
      lines.push(['F', mode, flags, mtimeSeconds, file].join('\t'));
    for (const provided of found.provides)
      lines.push(['V', provided.name, provided.version].join('\t'));
    lines.push(...found.requires.map((required) => `R\t${required}`));
    lines.push(...found.recommends.map((recommended) => `M\t${recommended}`));
  }
  const said = await readTool(['rpm', '-qp', '--nosignature', '--qf', FORMAT, ...paths]);
  const none = new Set(['V\t\t', 'V\t(none)\t(none)', 'R\t(none)', 'M\t(none)', 'M\t', 'R\t']);
  const rpms = said.split('\n').filter((line) => line !== '' && !none.has(line));
  expect(paths.length).toBeGreaterThan(100);
  expect(lines.filter((line) => !none.has(line))).toEqual(rpms);
});

it('says of the beginning of a package how much more its header takes', () => {
  const bytes = formatTestRpm({ format: 6, files: ['/usr/bin/a'] });
  const end = findRpmSpans(bytes).payloadStart;
  for (let length = 0; length < end; length += 1) {
    const needed = rpmHeaderBytes(bytes.subarray(0, length));
    expect(needed).toBeGreaterThan(length);
    expect(needed).toBeLessThanOrEqual(end);
  }
  expect(rpmHeaderBytes(bytes)).toBe(end);
});
