import { describe, expect, it } from 'vitest';
import { runSmall, stepNamed, stepsOf } from './small-run.ts';

const CHECKOUT = '- uses: actions/checkout@0000000000000000000000000000000000000000';

describe('an action', () => {
  it('runs pre, main and post with its state, and hands on outputs', async () => {
    const run = await runSmall({
      'a.yml': stepsOf(`
- {name: one, id: one, uses: $/actions/probe}
- {name: two, uses: OWNER/tools/actions/probe@v1, with: {say-text: "\${{ steps.one.outputs.said }}!"}}
- {name: script, run: 'env | grep -c ^ACTIONS_ || true'}
`),
    });
    const { steps } = run.job('job');
    expect(steps.map(({ phase, name }) => `${phase}: ${name}`)).toEqual([
      ...['pre: Pre one', 'pre: Pre two', 'main: one', 'main: two', 'main: script'],
      ...['post: Post two', 'post: Post one'],
    ]);
    const lines = steps.map(({ log }) => log.split('\n').find((line) => / with /.test(line)));
    expect(lines).toEqual([
      'pre with nothing of octo/remix, runtime true',
      'pre with !, runtime true',
      'main with nothing of octo/remix, runtime true',
      'main with nothing of octo/remix!, runtime true',
      undefined,
      'post with nothing of octo/remix!, runtime true',
      'post with nothing of octo/remix, runtime true',
    ]);
    expect(run.log).not.toContain('token in the environment: true');
    expect(stepNamed(run, 'script').log).toMatch(/\n0\n$/);
  });

  it('runs its post when main failed, and fails the job when post fails', async () => {
    const run = await runSmall({
      'a.yml': `${stepsOf('- {uses: $/actions/probe, with: {fail: main}}')}
  late:
    runs-on: ubuntu-24.04
    steps:
      - {uses: $/actions/probe, with: {fail: post}}
`,
    });
    expect(run.job('job').steps.map(({ outcome }) => outcome)).toEqual([
      ...['success', 'failure', 'success'],
    ]);
    expect(run.job('late').steps.map(({ outcome }) => outcome)).toEqual([
      ...['success', 'success', 'failure'],
    ]);
    expect(run.job('late').result).toBe('failure');
  });

  it('warns of inputs that it does not know', async () => {
    const run = await runSmall({
      'a.yml': stepsOf('- {name: typo, uses: $/actions/probe, with: {say-txt: hi}}'),
    });
    expect(stepNamed(run, 'typo').annotations).toEqual([
      {
        level: 'warning',
        message: "Unexpected input(s) 'say-txt', valid inputs are ['say-text', 'fail']",
      },
    ]);
  });

  it('may be composite', async () => {
    const run = await runSmall({
      'a.yml': stepsOf(
        `${CHECKOUT}\n- {id: both, uses: ./actions/twice, with: {text: hi}}`,
        'outputs: {both: "${{ steps.both.outputs.both }}"}',
      ),
    });
    expect(run.job('job'), run.log).toMatchObject({
      result: 'success',
      outputs: { both: 'hi hi' },
    });
  });

  it('fails the step when it is not there', async () => {
    const run = await runSmall({ 'a.yml': stepsOf('- {name: none, uses: some/body@v1}') });
    expect(run.job('job').result).toBe('failure');
    expect(run.log).toContain('Unable to resolve action some/body@v1');
  });
});

describe('checkout', () => {
  it('clones what the event is about, into a folder with blanks', async () => {
    const run = await runSmall(
      {
        'a.yml': stepsOf(`
${CHECKOUT}
  with: {path: sub, persist-credentials: false}
- {name: show, run: 'cd sub; git branch --show-current; ls; git config --list', shell: bash}
- {name: pwd, run: pwd}
`),
      },
      { workspaceName: 'my remix' },
    );
    expect(stepNamed(run, 'show').log).toMatch(/\nmain\nactions\n/);
    expect(stepNamed(run, 'show').log).not.toContain('extraheader');
    expect(stepNamed(run, 'pwd').log).toContain('/my remix/my remix\n');
  });

  it('leaves a token behind when nothing forbids it, and lets none push that may not', async () => {
    const push = `${CHECKOUT}\n- {name: push, run: 'git config --list && git push origin HEAD:refs/heads/b'}`;
    const denied = await runSmall({ 'a.yml': stepsOf(push, 'permissions: {contents: read}') });
    expect(stepNamed(denied, 'push').outcome).toBe('failure');
    expect(stepNamed(denied, 'push').log).toContain('AUTHORIZATION: basic ***');
    const allowed = await runSmall({ 'a.yml': stepsOf(push, 'permissions: {contents: write}') });
    expect(stepNamed(allowed, 'push').outcome).toBe('success');
  });
});
