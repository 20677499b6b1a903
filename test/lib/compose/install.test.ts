import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installPackages } from '../../../lib/compose/install.ts';
import { nevraOf, readPackages } from '../../../lib/compose/packages.ts';
import { Tree } from '../../../lib/compose/tree.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { buildRpm } from '../../support/small-rpms.ts';
import { EPOCH, newFolder } from './harness.ts';

describe('installPackages', () => {
  it('tells of each package, whatever its epoch, when its files are there', async () => {
    const names = ['plain', 'with-epoch', 'odd-1.2-name'];
    const rpms = await Promise.all(
      names.map((name, index) =>
        buildRpm({
          name,
          preamble: index === 0 ? '' : `Epoch: ${index}`,
          body: `%install\nmkdir -p %{buildroot}/usr/share\ntouch %{buildroot}/usr/share/${name}\n%files\n/usr/share/${name}`,
        }),
      ),
    );
    const common = { sourceDateEpoch: EPOCH, log: silentLog };
    const packages = await readPackages(rpms, () => false);
    const root = join(await newFolder(), 'tree');
    await mkdir(root);
    const tree = new Tree(root);
    const told: string[] = [];
    await installPackages({
      ...{ tree, packages, ...common },
      ...{ documentation: true, installLangs: [], excludePaths: [], scriptlets: true },
      onInstalled: (header) => told.push(nevraOf(header)),
    });
    expect(told.toSorted()).toEqual(packages.map(nevraOf).toSorted());
    expect(packages.flatMap(({ contents }) => contents).toSorted()).toEqual(
      names.map((name) => `/usr/share/${name}`).toSorted(),
    );
  });
});
