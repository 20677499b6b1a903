import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCompose } from '../../../lib/compose/check.ts';
import { composeTree } from '../../../lib/compose/compose.ts';
import type { SmallPackage } from '../../support/small-rpms.ts';
import {
  compose,
  HOST,
  KERNEL,
  newFolder,
  optionsOf,
  packagesOf,
  recordingLog,
} from './harness.ts';

const WITH_INITRAMFS = HOST.replace('no-initramfs: true\n', '');
const KEPT = 'Initramfs of 6.1.0-test kept: nothing that goes into it changed';

/** A package with one file. */
function file(name: string, path: string, text: string, mode = '0755'): SmallPackage {
  return {
    name,
    body: `%install
mkdir -p $(dirname %{buildroot}${path})
cat > %{buildroot}${path} <<'END-OF-FILE'
${text}
END-OF-FILE
chmod ${mode} %{buildroot}${path}
%files
${path}`,
  };
}

/** As dracut is called; its initramfs has one file, which is called as /etc/answer says. */
const DRACUT = file(
  'dracut',
  '/usr/bin/dracut',
  `#!/bin/sh
for out; do :; done
echo running
read -r answer < /etc/answer
zero=00000000
head=070701\${zero}000081A4$zero$zero$zero$zero$zero$zero$zero$zero$zero
{ printf '%s00000006%s%s\\000' "$head" "$zero" "$answer"
  printf '%s0000000B%sTRAILER!!!\\000\\000\\000\\000' "$head" "$zero"; } > "$out"`,
);

async function options(answer: string, leaf: string, keptPath?: string) {
  const packages = await packagesOf(
    KERNEL,
    DRACUT,
    file('answer', '/etc/answer', answer, '0644'),
    file('leaf', '/usr/bin/leaf', `#!/bin/sh\n${leaf}`),
  );
  const log = recordingLog();
  const given = await optionsOf(packages, WITH_INITRAMFS);
  return { ...given, log, ...(keptPath === undefined ? {} : { keptPath }) };
}

const runs = (log: { lines: string[] }) =>
  log.lines.filter((line) => line === 'dracut: running').length;
const restored = (log: { lines: string[] }) => log.lines.filter((line) => line === KEPT).length;

describe('composeTree with keptPath', () => {
  it('makes the initramfs when what goes into it is new, else takes the one it has', async () => {
    const kept = await newFolder('kept');
    const cases: [string, string, number][] = [
      ['first', 'true', 1],
      ['first', 'false', 0],
      ['other', 'false', 1],
      ['first', 'exit 3', 0],
    ];
    for (const [answer, leaf, expected] of cases) {
      const given = await options(answer, leaf, kept);
      const done = await compose(given);
      expect(runs(given.log), `${answer} ${leaf}`).toBe(expected);
      expect(restored(given.log)).toBe(1 - expected);
      const plain = await options(answer, leaf);
      expect((await compose(plain)).commit).toBe(done.commit);
      expect([runs(plain.log), restored(plain.log)]).toEqual([1, 0]);
      expect(await done.cat('/usr/lib/modules/6.1.0-test/initramfs.img')).toContain(answer);
    }
    expect(await readdir(join(kept, 'initramfs'))).toHaveLength(2);
  });

  it('uses nothing that was kept for the second of two composes that are compared', async () => {
    const kept = await newFolder('kept');
    await composeTree(await options('first', 'true', kept));
    const given = await options('first', 'false', kept);
    const { first, secondCommit } = await checkCompose(given);
    expect(first.commit).toBe(secondCommit);
    expect([runs(given.log), restored(given.log)]).toEqual([1, 1]);
  });
});
