import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCommitPackages } from '../../../lib/container/commit-packages.ts';
import { CommitRpmdb } from '../../../lib/container/commit-rpmdb.ts';
import { readCommitTree } from '../../../lib/container/commit-tree.ts';
import { readTreeAccounts } from '../../../lib/container/tree-accounts.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { changelogOf } from '../../support/changelog.ts';
import { buildRpm } from '../../support/small-rpms.ts';
import { makeCommitGround } from './commit-ground.ts';

it('counts the changes of a package in the year before the newest was built', async () => {
  await using temp = await makeTempDir();
  const ground = await makeCommitGround(temp.path);
  const built = (name: string, days: readonly number[]) =>
    buildRpm({ name, body: `%files\n${changelogOf(days)}` });
  await ground.install(await built('busy', [1, 30, 200, 364, 366, 900]));
  await ground.install(await built('calm', [400]));
  await ground.install(await built('silent', []));
  const tree = readCommitTree(ground.repoPath, await ground.commit());
  using database = await CommitRpmdb.open(tree, join(temp.path, 'rpmdb'));
  const { packages } = readCommitPackages(tree, database.headers(), {
    accounts: await readTreeAccounts(tree),
    ...{ changedPaths: new Set(), readonlyExecutables: false },
  });
  expect([...packages.values()].map(({ name, changesPerYear }) => [name, changesPerYear])).toEqual([
    ['busy', 4],
    ['calm', 1],
    ['silent', 1],
  ]);
});
