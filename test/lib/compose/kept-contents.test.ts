import { appendFile, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ComposePackage, composeTree } from '../../../lib/compose/compose.ts';
import { readTool } from '../../../lib/host/process.ts';
import { oneFile } from '../../support/small-dracut.ts';
import type { SmallPackage } from '../../support/small-rpms.ts';
import { CONTAINER, newFolder, optionsOf, packagesOf, recordingLog } from './harness.ts';

const TEXT = 'usr/share/text';
const text = oneFile('text', `/${TEXT}`, 'the text', '0644');
const leaf = (word: string) => oneFile('leaf', '/usr/share/leaf', word, '0644');

/** What a scriptlet does to the text, where another package is there. */
const changing = (script: string): SmallPackage => ({
  name: 'changing',
  preamble: 'Requires: text',
  body: `%install
mkdir -p %{buildroot}/usr/share
echo changing > %{buildroot}/usr/share/changing
%posttrans
[ ! -e /usr/share/switch ] || { ${script}; }
%files
/usr/share/changing`,
});

/** Two nights: what is kept after the first, and what the second makes of it. */
async function nights(
  first: readonly SmallPackage[],
  later: readonly SmallPackage[],
  yaml?: { first?: string; later?: string; files?: Record<string, string> },
) {
  const keptPath = await newFolder('kept');
  const made = await night(await packagesOf(...first), { keptPath, ...yaml });
  const packages = await packagesOf(...later);
  const second = { ...yaml, first: yaml?.later ?? yaml?.first ?? CONTAINER };
  const again = await night(packages, { ...second, keptPath, previous: made });
  // From nothing.
  const fresh = await night(packages, second);
  return { keptPath, made, again, fresh };
}

interface Night {
  readonly commit: string;
  readonly repoPath: string;
  readonly lines: string[];
}

async function night(
  packages: readonly ComposePackage[],
  given: {
    readonly keptPath?: string;
    readonly previous?: Night;
    readonly first?: string;
    readonly files?: Record<string, string>;
  },
): Promise<Night> {
  const options = await optionsOf(packages, given.first ?? CONTAINER, given.files);
  const log = recordingLog();
  const { keptPath, previous } = given;
  const { commit } = await composeTree({
    ...options,
    ...(keptPath === undefined ? {} : { keptPath }),
    ...(previous === undefined
      ? {}
      : { repoPath: previous.repoPath, previousCommit: previous.commit }),
    log,
  });
  const repoPath = previous?.repoPath ?? options.repoPath;
  return { commit, repoPath, lines: log.lines };
}

/** What is kept of a commit: of each package what it knows of its files. */
async function keptOf(keptPath: string, commit: string): Promise<unknown[]> {
  const path = join(keptPath, 'contents', `1-${commit}`, 'value.json');
  return Object.values(JSON.parse(await readFile(path, 'utf8')) as object).flat();
}

const checksumOf = async ({ commit, repoPath }: Night, path = TEXT) =>
  (await readTool(['ostree', `--repo=${repoPath}`, 'ls', '-C', commit, `/${path}`])).split(
    /\s+/,
  )[4] ?? '';

it('keeps the checksums of what packages brought, which are those of the commit', async () => {
  const { keptPath, made, again, fresh } = await nights([text, leaf('one')], [text, leaf('two')]);
  expect(again.commit).toBe(fresh.commit);
  expect(again.commit).not.toBe(made.commit);
  const file = [9, 0, 0, 0o100644, await checksumOf(made)];
  expect(await keptOf(keptPath, made.commit)).toContainEqual(file);
  expect(await keptOf(keptPath, again.commit)).toContainEqual(file);
});

it.each([
  ['writes to it', `echo more >> /${TEXT}`],
  ['writes as much to it', `printf 'not that\\n' > /${TEXT}`],
  [
    'writes as much to it, and gives it its time again',
    `touch -r /${TEXT} /tmp/t; printf 'not that\\n' > /${TEXT}; touch -r /tmp/t /${TEXT}`,
  ],
  ['gives it to somebody', `chown 7 /${TEXT}`],
  ['gives it another mode', `chmod 600 /${TEXT}`],
  ['puts another in its place', `rm /${TEXT}; printf 'instead\\n' > /${TEXT}`],
])('reads a file of a package anew when a scriptlet %s', async (_what, script) => {
  const switched = oneFile('switch', '/usr/share/switch', 'the next', '0644');
  const packages = [text, changing(script)];
  const { keptPath, made, again, fresh } = await nights(packages, [...packages, switched]);
  expect(await checksumOf(again)).not.toBe(await checksumOf(made));
  expect(again.commit).toBe(fresh.commit);
  expect(await keptOf(keptPath, again.commit)).not.toContainEqual(
    expect.arrayContaining([await checksumOf(again)]),
  );
});

it('reads a file anew that a script has changed without a trace in its time', async () => {
  const script = `#!/bin/sh
touch -r /${TEXT} /tmp/t
printf 'not that\\n' > /${TEXT}
touch -r /tmp/t /${TEXT}
`;
  const { made, again, fresh } = await nights([text], [text], {
    first: CONTAINER,
    later: `${CONTAINER}postprocess-script: change.sh\n`,
    files: { 'change.sh': script },
  });
  expect(await checksumOf(again)).not.toBe(await checksumOf(made));
  expect(again.commit).toBe(fresh.commit);
});

it('knows nothing of a path that two packages have', async () => {
  const twin = { ...text, name: 'twin' };
  const { keptPath, made, again, fresh } = await nights([text, twin], [text, twin, leaf('two')]);
  expect(again.commit).toBe(fresh.commit);
  const checksum = await checksumOf(made);
  expect(JSON.stringify(await keptOf(keptPath, made.commit))).not.toContain(checksum);
});

it('writes an object again that the repository has lost', async () => {
  const keptPath = await newFolder('kept');
  const made = await night(await packagesOf(text, leaf('one')), { keptPath });
  const checksum = await checksumOf(made);
  const object = join(made.repoPath, `objects/${checksum.slice(0, 2)}/${checksum.slice(2)}.filez`);
  await rm(object);
  await night(await packagesOf(text, leaf('two')), { keptPath, previous: made });
  expect((await readFile(object)).length).toBeGreaterThan(0);
  await readTool(['ostree', `--repo=${made.repoPath}`, 'fsck', '--quiet']);
});

it('does without what is damaged, and says so', async () => {
  const keptPath = await newFolder('kept');
  const made = await night(await packagesOf(text, leaf('one')), { keptPath });
  for (const stage of ['contents', 'headers']) {
    const [key = ''] = await readdir(join(keptPath, stage));
    await appendFile(join(keptPath, stage, key, 'value.json'), ' ');
  }
  const packages = await packagesOf(text, leaf('two'));
  const again = await night(packages, { keptPath, previous: made });
  expect(again.lines).toContainEqual(expect.stringMatching(/^The kept contents .* is damaged/));
  expect(again.lines).toContainEqual(expect.stringMatching(/^The kept headers .* is damaged/));
  expect(again.commit).toBe((await night(packages, {})).commit);
});
