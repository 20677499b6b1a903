import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type ComposeOptions, composeTree } from '../../../lib/compose/compose.ts';
import { readTool, runTool, startTool } from '../../../lib/host/process.ts';
import type { SmallPackage } from '../../support/small-rpms.ts';
import { newFolder, optionsOf, packagesOf } from './harness.ts';

const KILLS = 100;
/** A fault must come again: the moments are those of a generator with this seed. */
const SEED = 20_260_101;

/** Some hundred files, a scriptlet, and enough to compress that every phase is met. */
const BUSY: SmallPackage = {
  name: 'busy',
  preamble: 'Requires: tiny-base',
  body: `%install
mkdir -p %{buildroot}/usr/share/busy
for n in $(seq 300); do echo $n > %{buildroot}/usr/share/busy/$n; done
head -c 6M /dev/urandom > %{buildroot}/usr/share/busy/big
%post
echo configured > /usr/share/busy/post
%files
/usr/share/busy`,
};

/** What a test says to compose-child.ts. */
interface Child {
  readonly optionsPath: string;
  readonly options: ComposeOptions;
}

async function writeChild(options: ComposeOptions): Promise<Child> {
  const { treefile, log: _log, ...plain } = options;
  const optionsPath = join(await newFolder(), 'options.json');
  await writeFile(optionsPath, JSON.stringify({ ...plain, treefilePath: treefile.path }));
  return { optionsPath, options };
}

function start({ optionsPath }: Child) {
  return startTool([process.execPath, join(import.meta.dirname, 'compose-child.ts'), optionsPath]);
}

/** Runs a child until it ends, or for so long; says how long, and whether it was killed. */
async function runFor(child: Child, limitMs = 240_000) {
  const startedMs = performance.now();
  const started = await start(child);
  const ended = new Promise((resolve) => started.once('exit', resolve));
  const alarm = new AbortController();
  await Promise.race([ended, sleep(limitMs, undefined, { signal: alarm.signal })]);
  alarm.abort();
  const killed = started.kill('SIGKILL');
  await ended;
  return { killed, ms: performance.now() - startedMs };
}

function* randoms(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

describe(`a compose that is killed ${KILLS} times`, () => {
  it(
    'beside another on the same repository leaves it usable, and the next one is right',
    async () => {
      const packages = await packagesOf(BUSY);
      const repoPath = join(await newFolder(), 'repo');
      const keptPath = join(repoPath, '..', 'kept');
      const composes = await Promise.all(
        ['test/one', 'test/two'].map(async (ref) => {
          const yaml = `ref: ${ref}\npackages: [x]\nrepos: [x]\nselinux: false\ncontainer: true\n`;
          const options = { ...(await optionsOf(packages, yaml)), keptPath };
          const expected = await composeTree({ ...options, repoPath: join(repoPath, '..', ref) });
          return { child: await writeChild({ ...options, repoPath }), expected: expected.commit };
        }),
      );
      const whole = await Promise.all(composes.map(({ child }) => runFor(child)));
      const ostree = ['ostree', `--repo=${repoPath}`];
      await Promise.all(
        composes.map(async ({ child }, index) => {
          const random = randoms(SEED + index);
          let wholeMs = whole[index]?.ms ?? 0;
          // One that was done before counts for nothing, but that the machine is faster now.
          for (let kill = 0, killed = 0; killed < KILLS / composes.length; kill += 1) {
            expect(kill).toBeLessThan(KILLS);
            // Each is another commit, so that there is always something to write.
            const sourceDateEpoch = child.options.sourceDateEpoch + 1 + kill;
            const doomed = await writeChild({ ...child.options, sourceDateEpoch });
            const run = await runFor(doomed, random.next().value * wholeMs);
            if (run.killed) killed += 1;
            else wholeMs = run.ms;
            // What a ref leads to is there, whatever else was being written.
            const { ref = '' } = child.options.treefile;
            await runTool([...ostree, 'ls', '-R', ref], { onStdout: () => undefined });
          }
        }),
      );
      for (const { child, expected } of composes) {
        expect((await runFor(child)).killed).toBe(false);
        const { ref = '' } = child.options.treefile;
        expect((await readTool([...ostree, 'rev-parse', ref])).trim()).toBe(expected);
        expect(readdirSync(child.options.workDir)).toEqual(['compose.lock']);
      }
      await runTool([...ostree, 'fsck', '--quiet']);
      expect(readdirSync(join(repoPath, 'tmp')).filter((name) => name !== 'cache')).toEqual([]);
      const workDirs = composes.map(({ child }) => child.options.workDir);
      const inMemory = await readTool([
        'sh',
        '-c',
        'cat /dev/shm/treesmith-*/work-dir 2>&1 || true',
      ]);
      for (const workDir of workDirs) expect(inMemory).not.toContain(workDir);
    },
    15 * 60_000,
  );
});
