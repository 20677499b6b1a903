import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTempDir } from '../../lib/host/temp.ts';

it('moves the major tag to a release that had candidates', async () => {
  const root = join(import.meta.dirname, '../..');
  const workflow = await readFile(join(root, '.github/workflows/release.yml'), 'utf8');
  const line = /^ +(newest=.*)$/m.exec(workflow)?.[1] ?? '';
  await using folder = await makeTempDir();
  const run = (...argv: [string, ...string[]]) =>
    execFileSync(argv[0], argv.slice(1), { cwd: folder.path, encoding: 'utf8' });
  run('git', 'init', '--quiet');
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
  run('git', ...author, 'commit', '--quiet', '--allow-empty', '--message=x');
  for (const tag of ['v1.2.9', 'v1.3.0-rc1', 'v1.3.0', 'v1.x.y']) run('git', 'tag', tag);
  expect(run('bash', '-eo', 'pipefail', '-c', `major=v1\n${line}\necho "$newest"`)).toBe(
    'v1.3.0\n',
  );
});
