import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintFile } from './workflow-lint.ts';
import { workflowFaults } from './workflow-rules.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const names = (folder: string) => readdirSync(join(ROOT, folder));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const workflows = ['.github/workflows', 'workflows'].flatMap((folder) =>
  names(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => join(folder, name)),
);
const actions = names('actions')
  .filter((name) => !name.includes('.'))
  .map((name) => join('actions', name, 'action.yml'));

const BUILD = '.github/workflows/build.yml';
const NIGHTLY = '.github/workflows/nightly.yml';
const RELEASE = 'workflows/remix-release.yml';

describe('workflows and actions', () => {
  it.each([...workflows, ...actions])('%s is sound', async (path) => {
    expect(await lintFile(path, read(path))).toEqual([]);
  });
  it.each(workflows)('%s keeps to the rules of the house', (path) => {
    expect(workflowFaults(read(path))).toEqual([]);
  });
});

describe('lintFile', () => {
  it.each([
    ['an input that an action does not have', BUILD, 'tools: lock', 'tolls: lock', /tolls/],
    [
      'an input that a workflow does not have',
      NIGHTLY,
      'boot-test: true',
      'bot-test: true',
      /bot-test/,
    ],
    ['one in a starter', RELEASE, 'force: true', 'forse: true', /forse/],
    [
      'a secret that a workflow does not have',
      RELEASE,
      'gpg-passphrase:',
      'gpg-passfrase:',
      /passfrase/,
    ],
    ['a job that is not there', NIGHTLY, 'needs: lock', 'needs: look', /look/],
    ['an input that is not defined', BUILD, 'inputs.unsigned', 'inputs.unsinged', /unsinged/],
    ['a step that is not there', BUILD, 'steps.latest.', 'steps.lastest.', /lastest/],
    ['an old runtime', 'actions/lock/action.yml', 'node24', 'node99', /node99/],
  ])('names %s', async (_what, path, right, wrong, message) => {
    const text = read(path);
    expect(text).toContain(right);
    expect((await lintFile(path, text.replace(right, wrong))).join('\n')).toMatch(message);
  });
});

describe('workflowFaults', () => {
  it.each([
    ['rights for all jobs', 'permissions: {}', 'permissions: {contents: read}', 'permissions: {}'],
    ['a job without a limit', '    timeout-minutes: 30\n', '', 'job lock: no timeout'],
    ['a tag in place of a commit', /checkout@\S+/, 'checkout@v6', 'not pinned'],
    ['a token that stays', 'persist-credentials: false', 'clean: true', 'persist-credentials'],
    ['text in a script', 'base=$(git', 'base=${{ inputs.branch }}$(git', 'inside of a script'],
    [
      'an output of no action',
      'steps.lock.outputs.lockfile',
      'steps.lock.outputs.lock',
      'output lock',
    ],
    [
      'an output of no workflow',
      'needs.build.outputs.changed',
      'needs.build.outputs.change',
      'output change',
    ],
  ])('names %s', (_what, right, wrong, message) => {
    const text = read(NIGHTLY);
    expect(text).toMatch(right);
    expect(workflowFaults(text.replace(right, () => wrong)).join('\n')).toContain(message);
  });
});
