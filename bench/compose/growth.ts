import { join } from 'node:path';
import type { BenchRow } from '../bench-row.ts';
import { roundsOf } from '../rounds.ts';
import { FILLER_FILES, fillerNames } from './filler.ts';
import { type Ground, linkFolder, writeRemix } from './ground.ts';
import { fromPackages, type Night } from './night.ts';
import { runCompose, runLock } from './ours.ts';
import { runPeer } from './peer.ts';
import { Series } from './series.ts';

/** With what they need, about fifty packages. */
const SMALL = 'anvil-release base-files base-passwd bash coreutils findutils grep sed tar xz-utils';
const PEER = 'dnf + ostree commit + gpg';

/** What is composed, and how many packages that are. */
interface Size {
  readonly remix: string;
  /** A store that has the RPMs. */
  readonly packages: string;
  readonly requests: readonly string[];
  readonly count: number;
  readonly what: string;
}

/** How seconds grow with packages and shrink with cores, cold and without initramfs. */
export async function benchGrowth(ground: Ground, night: Night): Promise<BenchRow[]> {
  const sizes = await makeSizes(ground, night);
  const series = new Series();
  for (let round = 1; round <= roundsOf(3); round += 1) {
    for (const { remix, packages, requests, count } of sizes) {
      for (const cores of ['0', '0,1']) {
        const folder = join(ground.root, 'growth', `${round}-${count}-${cores.length}`);
        const places = await fromPackages(packages, folder);
        await series.take(nameOf(count, cores), () =>
          runCompose(ground, { remix, ...places, prefix: ['taskset', '-c', cores] }),
        );
      }
      // Once: it takes long, and the other cases measure it often enough.
      if (round > 1) continue;
      const folder = join(ground.root, 'growth', `peer-${count}`);
      await series.take(`${PEER}, ${count}`, () =>
        runPeer(ground, { folder, requests, how: 'usual', initramfs: false }),
      );
    }
  }
  return sizes.flatMap(({ count, what }) =>
    ['0', '0,1'].map((cores) => {
      const [name, peer] = [nameOf(count, cores), cores === '0' ? '' : `${PEER}, ${count}`];
      const row = series.row({ case: `growth: ${name}`, target: 0, note: what }, name, peer);
      const each = ((row.ours / count) * 1000).toFixed(0);
      return {
        ...row,
        peer: peer === '' ? '' : PEER,
        note: `${row.note}; ${each} ms for each package`,
      };
    }),
  );
}

function nameOf(count: number, cores: string): string {
  return `${count} packages, ${cores === '0' ? '1 core' : '2 cores'}, no initramfs`;
}

async function makeSizes(ground: Ground, night: Night): Promise<Size[]> {
  await ground.serve('first');
  const small = SMALL.split(' ');
  const large = [...ground.requests, ...fillerNames()];
  return [
    await makeSize(ground, night, 'small', 'a base with a shell and no kernel', small, {
      packages: small,
      ...{ container: true, units: null, 'default-target': null, postprocess: null },
      ...{ 'remove-from-packages': null, 'machineid-compat': null },
    }),
    await makeSize(ground, night, 'anvil', 'Anvil', ground.requests, {}),
    await makeSize(
      ...([ground, night, 'large'] as const),
      `Anvil and ${fillerNames().length} small packages of ${FILLER_FILES} files`,
      large,
      { repos: ['anvil', 'filler'], packages: large },
    ),
  ];
}

async function makeSize(
  ground: Ground,
  night: Night,
  name: string,
  what: string,
  requests: readonly string[],
  fields: Readonly<Record<string, unknown>>,
): Promise<Size> {
  const folder = join(ground.root, `growth-${name}`);
  const remix = join(folder, 'remix');
  await writeRemix(ground, remix, { ...fields, 'no-initramfs': true });
  // Composed once, so that its RPMs are in the store.
  const packages = join(folder, 'store');
  const options = { remix, store: packages, out: join(folder, 'out') };
  await linkFolder(night.packages, packages);
  await runLock(ground, options);
  const { packages: count } = await runCompose(ground, { ...options, offline: false });
  return { remix, packages, requests, count, what };
}
