import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../lib/build/plan.ts';
import { runTool } from '../../lib/host/process.ts';
import { makePlanGround, type PlanGround } from '../lib/build/plan-ground.ts';

const root = join(import.meta.dirname, '../..');
let ground: PlanGround;

beforeAll(async () => {
  ground = await makePlanGround();
});
afterAll(() => ground[Symbol.asyncDispose]());

const plan = (...args: string[]) =>
  runTool(
    [
      ...[process.execPath, join(root, 'cli/main.ts'), 'plan'],
      ...['--store', join(ground.path, '../store'), ...args],
    ],
    { cwd: ground.path, okExitCodes: [0, 1, 2] },
  );

describe('treesmith plan', () => {
  it('says what must be rebuilt and why, and nothing once it is published', async () => {
    const first = await plan();
    expect(first).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/4 jobs to run\.\n$/),
    });
    expect(first.stdout).toContain('x86_64/commit        rebuild  never published\n');

    const { stdout } = await plan('--json', '--runner', 'aarch64=arm-box');
    const found: Plan = JSON.parse(stdout);
    expect(found.matrix.include.map(({ runner }) => runner)).toEqual([
      ...['ubuntu-24.04', 'ubuntu-24.04'],
      ...['arm-box', 'arm-box'],
    ]);
    // Relative to where it is run.
    const published = await ground.built(found);
    expect(dirname(published)).toBe(dirname(ground.path));
    const second = await plan('--published', '../build-state.json', '--update');
    expect(second.stdout).toMatch(/\nNothing must be rebuilt\.\n$/);
    const forced = await plan('--published', '../build-state.json', '--force', '--arch', 'aarch64');
    expect(forced.stdout).toMatch(
      /^aarch64\/commit +rebuild +asked for\n[\s\S]*\n2 jobs to run\.\n$/,
    );
  });

  it('writes nothing beside the store', async () => {
    const before = await readFile(ground.file('rpms.lock.yaml'), 'utf8');
    await plan('--update');
    expect(await readFile(ground.file('rpms.lock.yaml'), 'utf8')).toBe(before);
  });

  it.each([
    [['--published', 's3://bucket/state.json'], 2, 'BAD_PUBLISHED'],
    [['--runner', 'arm=box'], 2, 'BAD_RUNNER'],
    [['--published', 'remix.yaml'], 2, 'BAD_BUILD_STATE'],
    [['--published', 'http://127.0.0.1:1/state.json'], 1, 'PUBLISHED_UNREADABLE'],
    [['--published', 'http://127.0.0.1:1/state.json', '--offline'], 2, 'PUBLISHED_OFFLINE'],
    [['--published', 'ostree:out/repo#other/ref'], 2, 'UNKNOWN_REF'],
  ])('with %j exits with %i and says %s', async (args, exitCode, code) => {
    const result = await plan(...args);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toContain(`code: ${code}`);
  });
});
