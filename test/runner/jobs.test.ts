import { describe, expect, it } from 'vitest';
import { runSmall } from './small-run.ts';

const job = (key: string, fields: string, run = 'true') =>
  `  ${key}:\n    runs-on: ubuntu-24.04\n${fields.trim() === '' ? '' : `${fields.trim().replaceAll(/^/gm, '    ')}\n`}    steps: [{run: ${JSON.stringify(run)}}]\n`;

describe('jobs', () => {
  it('wait for what they need, and are skipped when that failed, however far back', async () => {
    const run = await runSmall({
      'a.yml': `on: push\njobs:\n${[
        job('last', 'needs: always'),
        job('always', 'needs: [bad, good]\nif: always()', 'echo ${{ join(needs.*.result) }}'),
        job('after', 'needs: bad'),
        job('rescue', 'needs: bad\nif: failure()'),
        job('bad', '', 'exit 1'),
        job('good', ''),
        job('forgiven', 'continue-on-error: true', 'exit 1'),
        job('on', 'needs: forgiven'),
      ].join('')}`,
    });
    expect(Object.fromEntries(run.jobs.map(({ id, result }) => [id, result]))).toEqual({
      ...{ bad: 'failure', good: 'success', after: 'skipped', rescue: 'success' },
      ...{ always: 'success', last: 'skipped', forgiven: 'failure', on: 'success' },
    });
    expect(run.job('always').log).toContain('\nfailure,success\n');
    expect(run.result).toBe('failure');
  });

  it('multiply by a matrix that another job made', async () => {
    const matrix = JSON.stringify({
      arch: ['x86_64', 'aarch64'],
      image: ['disk', 'live'],
      exclude: [{ arch: 'aarch64', image: 'live' }],
      include: [{ arch: 'x86_64', label: 'fast' }, { arch: 'riscv64' }],
    });
    const run = await runSmall({
      'a.yml': `on: push\njobs:\n${[
        '  plan:\n    runs-on: ubuntu-24.04\n    outputs: {matrix: "${{ steps.plan.outputs.matrix }}"}\n',
        `    steps: [{id: plan, run: 'echo ''matrix=${matrix}'' >>"$GITHUB_OUTPUT"'}]\n`,
        job(
          'leg',
          'needs: plan\nname: ${{ matrix.arch }}\nstrategy: {matrix: "${{ fromJSON(needs.plan.outputs.matrix) }}"}',
          'echo ${{ matrix.image }} ${{ matrix.label }} ${{ strategy.job-index }}/${{ strategy.job-total }}',
        ),
      ].join('')}`,
    });
    const legs = run.jobs
      .slice(1)
      .map(({ id, name, log }) => [id, name, /\n(\S.*)\n$/.exec(log)?.[1]]);
    expect(legs).toEqual([
      ['leg (x86_64, disk, fast)', 'x86_64', 'disk fast 0/4'],
      ['leg (x86_64, live, fast)', 'x86_64', 'live fast 1/4'],
      ['leg (aarch64, disk)', 'aarch64', 'disk 2/4'],
      ['leg (riscv64)', 'riscv64', '3/4'],
    ]);
  });

  it.each([
    ['true', ['failure', 'cancelled', 'cancelled']],
    ['false', ['failure', 'success', 'success']],
  ])('of a matrix end with the first failure when fail-fast is %s', async (failFast, results) => {
    const run = await runSmall({
      'a.yml': `on: push\njobs:\n${job(
        'leg',
        `strategy: {fail-fast: ${failFast}, matrix: {n: [1, 2, 3]}}`,
        'test ${{ matrix.n }} != 1',
      )}`,
    });
    expect(run.jobs.map(({ result }) => result)).toEqual(results);
    expect(run.result).toBe('failure');
  });

  it('fail when their matrix is empty', async () => {
    const run = await runSmall({
      'a.yml': `on: push\njobs:\n${job('leg', 'strategy: {matrix: "${{ fromJSON(\'{\\"include\\":[]}\') }}"}')}`,
    });
    expect(run.job('leg').annotations).toEqual([
      { level: 'error', message: 'the matrix has no legs' },
    ]);
  });

  it('are cancelled when their time is up, and clean up then', async () => {
    const run = await runSmall(
      {
        'a.yml':
          'on: push\njobs:\n  job:\n    runs-on: a\n    timeout-minutes: 1\n    steps: [{run: sleep 60}, {run: echo next}, {if: always(), run: echo cleaned}]\n',
      },
      { minuteMs: 10_000 },
    );
    expect(run.job('job')).toMatchObject({ result: 'cancelled' });
    expect(run.job('job').steps.map(({ outcome }) => outcome)).toEqual([
      ...['cancelled', 'skipped', 'success'],
    ]);
  });

  it('tell their permissions, and start in empty folders of the same name', async () => {
    const run = await runSmall({
      'a.yml': `on: push\npermissions: {}\njobs:\n${[
        job('one', '', 'pwd; ls -A; touch left "$RUNNER_TEMP/left"'),
        job('two', 'needs: one\npermissions: {contents: write}', 'pwd; ls -A; ls "$RUNNER_TEMP"'),
      ].join('')}`,
    });
    expect(run.jobs.map(({ permissions }) => permissions)).toEqual([{}, { contents: 'write' }]);
    const [one = '', two = ''] = run.jobs.map(({ log }) => /^\/.*$/m.exec(log)?.[0]);
    expect(one).toBe(two);
    expect(run.job('two').log).not.toContain('\nleft\n');
  });
});
