import { describe, expect, it } from 'vitest';
import { runSmall } from './small-run.ts';
import { WorkflowError } from './workflow-error.ts';

const CALLED = `
on:
  workflow_call:
    inputs:
      word: {type: string, required: true}
      often: {type: number, default: 2}
      loud: {type: boolean, default: false}
    secrets:
      key: {required: true}
      other: {required: false}
    outputs:
      said: {value: "\${{ jobs.say.outputs.said }}"}
env: {WHO: called}
jobs:
  say:
    runs-on: ubuntu-24.04
    outputs: {said: "\${{ steps.say.outputs.said }}"}
    steps:
      - id: say
        env: {KEY: "\${{ secrets.key }}", OTHER: "\${{ secrets.other }}"}
        run: |
          echo "$WHO \${{ github.event_name }} key of \${#KEY}, other of \${#OTHER}"
          echo "said=\${{ inputs.word }} \${{ inputs.often }} \${{ inputs.loud && 'loud' || 'low' }}" >>"$GITHUB_OUTPUT"
`;
const caller = (fields: string) => `
on: push
env: {WHO: caller}
permissions: {contents: read}
jobs:
  call:
${fields.trim().replaceAll(/^/gm, '    ')}
  use:
    needs: call
    runs-on: ubuntu-24.04
    steps: [{run: 'echo "got \${{ needs.call.outputs.said }}"'}]
`;
const RIGHT = 'with: {word: hi}\nsecrets: {key: "${{ secrets.KEY }}"}';
const secrets = { KEY: 'abc', OTHER: 'defg' };

describe('a reusable workflow', () => {
  it.each(['./', '$/'])(
    'is called with inputs and secrets as %s, and gives outputs',
    async (at) => {
      const run = await runSmall(
        { 'a.yml': caller(`uses: ${at}.github/workflows/b.yml\n${RIGHT}`), 'b.yml': CALLED },
        { secrets },
      );
      expect(run.jobs.map(({ id, result }) => `${id} ${result}`)).toEqual([
        ...['call/say success', 'call success', 'use success'],
      ]);
      expect(run.job('call/say').log).toContain('called push key of 3, other of 0');
      expect(run.job('use').log).toContain('got hi 2 low');
    },
  );

  it('inherits secrets and multiplies by a matrix, in a workflow that is called itself', async () => {
    const run = await runSmall(
      {
        'a.yml': 'on: push\njobs:\n  top: {uses: $/.github/workflows/mid.yml, secrets: inherit}\n',
        'mid.yml': `
on: workflow_call
jobs:
  each:
    strategy: {matrix: {n: [1, 3]}}
    uses: ./.github/workflows/b.yml
    with: {word: "w\${{ matrix.n }}", often: "\${{ matrix.n }}", loud: "\${{ matrix.n == 3 }}"}
    secrets: inherit
`,
        'b.yml': CALLED,
      },
      { secrets },
    );
    expect(run.result, run.log).toBe('success');
    expect(run.job('top/each (3)/say').outputs).toEqual({ said: 'w3 3 loud' });
    expect(run.job('top/each (1)/say').log).toContain('key of 3, other of 4');
  });

  it('fails the job that calls it', async () => {
    const run = await runSmall({
      'a.yml': caller('uses: $/.github/workflows/b.yml'),
      'b.yml': 'on: workflow_call\njobs:\n  bad: {runs-on: a, steps: [{run: exit 1}]}\n',
    });
    expect(run.jobs.map(({ id, result }) => `${id} ${result}`)).toEqual([
      ...['call/bad failure', 'call failure', 'use skipped'],
    ]);
  });

  it('that skips everything is skipped', async () => {
    const run = await runSmall({
      'a.yml': caller('uses: $/.github/workflows/b.yml'),
      'b.yml': 'on: workflow_call\njobs:\n  no: {if: false, runs-on: a, steps: [{run: exit 1}]}\n',
    });
    expect(run.job('call').result).toBe('skipped');
    expect(run.job('use').result).toBe('skipped');
  });

  it.each([
    ['an input is missing', 'secrets: {key: k}', /Input word is required/],
    ['an input is not known', 'with: {word: a, wrd: b}\nsecrets: {key: k}', /wrd is not defined/],
    [
      'an input has another type',
      'with: {word: a, loud: "yes"}\nsecrets: {key: k}',
      /boolean was expected/,
    ],
    ['a secret is missing', 'with: {word: a}', /Secret key is required/],
    ['a secret is not known', 'with: {word: a}\nsecrets: {key: k, kye: k}', /kye is not defined/],
  ])('is refused when %s', async (_what, fields, message) => {
    const files = {
      'a.yml': caller(`uses: $/.github/workflows/b.yml\n${fields}`),
      'b.yml': CALLED,
    };
    await expect(runSmall(files, { secrets })).rejects.toThrow(message);
  });

  it('may not do more than its caller', async () => {
    const files = {
      'a.yml': caller('uses: $/.github/workflows/b.yml'),
      'b.yml':
        'on: workflow_call\njobs:\n  w: {permissions: {contents: write}, runs-on: a, steps: [{run: a}]}\n',
    };
    await expect(runSmall(files)).rejects.toThrow(
      "The nested job 'w' is requesting 'contents: write', but is only allowed 'contents: read'.",
    );
  });
});

describe('a workflow', () => {
  it.each([
    ['that is no workflow', 'on: push\njobs: {a: {steps: []}}', /runs-on/],
    [
      'with needs in a circle',
      'on: push\njobs: {a: {needs: b, runs-on: a, steps: [{run: a}]}, b: {needs: a, runs-on: a, steps: [{run: a}]}}',
      /circle|cycle|depend/i,
    ],
    [
      'that does not start on the event',
      'on: release\njobs: {a: {runs-on: a, steps: [{run: a}]}}',
      /does not start on push/,
    ],
    [
      'that uses what is not understood',
      'on: push\njobs: {a: {runs-on: a, container: b, steps: [{run: a}]}}',
      /container is not supported/,
    ],
  ])('%s is refused', async (_what, text, message) => {
    const run = runSmall({ 'a.yml': text });
    await expect(run).rejects.toThrow(WorkflowError);
    await expect(run).rejects.toThrow(message);
  });

  it('takes inputs of who starts it, notes groups and picks jobs', async () => {
    const run = await runSmall(
      {
        'a.yml': `
on: {workflow_dispatch: {inputs: {force: {type: boolean, default: false}, word: {type: string, default: hi}}}}
concurrency: {group: "a-\${{ github.ref }}", cancel-in-progress: true}
jobs:
  a: {runs-on: ubuntu-24.04, steps: [{run: 'echo "\${{ inputs.force && inputs.word }}"'}]}
  b: {runs-on: ubuntu-24.04-arm, steps: [{run: exit 1}]}
`,
      },
      {
        event: { name: 'workflow_dispatch', inputs: { force: true } } as never,
        jobFilter: ({ runsOn }) => !runsOn.endsWith('-arm'),
      },
    );
    expect(run.job('a').log).toMatch(/\nhi\n$/);
    expect(run.job('b').result).toBe('skipped');
    expect(run.result).toBe('success');
    expect(run.concurrency).toEqual([{ group: 'a-refs/heads/main', cancelInProgress: true }]);
  });
});
