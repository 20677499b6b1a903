import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { appendSummary, fitSections } from '../../../lib/runner/summary.ts';

const MAX = 1024 * 1024;

describe('appendSummary', () => {
  it('keeps what the step has said already', async () => {
    await using folder = await makeTempDir();
    const path = join(folder.path, 'summary');
    await writeFile(path, 'before\n');
    await appendSummary(path, '# a\n\n## b\n', silentLog);
    expect(await readFile(path, 'utf8')).toBe('before\n# a\n\n## b\n');
  });

  it('never makes the file larger than GitHub takes', async () => {
    await using folder = await makeTempDir();
    const path = join(folder.path, 'summary');
    await writeFile(path, 'x'.repeat(MAX - 5000));
    await appendSummary(path, `# a\n\n## b\n${'ü'.repeat(3000)}\n## c\nsmall\n`, silentLog);
    const text = await readFile(path, 'utf8');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX);
    expect(text.slice(MAX - 5000)).toBe(
      '# a\n\n## c\nsmall\n\n_1 section is left out: GitHub takes 1 MiB of a summary._\n',
    );
  });

  it('adds nothing to a file that is full', async () => {
    await using folder = await makeTempDir();
    const path = join(folder.path, 'summary');
    await writeFile(path, 'x'.repeat(MAX));
    await appendSummary(path, '# a\n', silentLog);
    expect(Buffer.byteLength(await readFile(path))).toBe(MAX);
  });

  it('warns of a file that is not there, and goes on', async () => {
    await using folder = await makeTempDir();
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (message: string) => void warnings.push(message) };
    await appendSummary(join(folder.path, 'gone'), '# a\n', log);
    expect(warnings).toEqual([expect.stringMatching(/^cannot add to the job summary: ENOENT/)]);
  });

  it('has nothing to do outside of Actions', async () => {
    await appendSummary(undefined, '# a\n', silentLog);
    await appendSummary('', '# a\n', silentLog);
  });
});

describe('fitSections', () => {
  it('gives back what fits', () => {
    expect(fitSections('# a\n## b\n## c', 100)).toBe('# a\n## b\n## c');
  });

  it('cuts between sections and not in a block of code', () => {
    const block = '## b\n````sh\n```\n## no heading\n````\n';
    expect(fitSections(`# a\n${block}## c\n`, 20)).toBe(
      '# a\n## c\n\n_1 section is left out: GitHub takes 1 MiB of a summary._\n',
    );
  });

  it('counts what is left out', () => {
    expect(fitSections('# a\n## b\n## c\n', 0)).toBe(
      '\n_3 sections are left out: GitHub takes 1 MiB of a summary._\n',
    );
  });
});
