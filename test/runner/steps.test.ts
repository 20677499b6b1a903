import { describe, expect, it } from 'vitest';
import { runSmall, stepNamed, stepsOf } from './small-run.ts';

describe('a step', () => {
  it('hands outputs, variables and paths to those that follow', async () => {
    const run = await runSmall({
      'a.yml': stepsOf(
        `
- id: first
  run: |
    echo "word=with = in it" >>"$GITHUB_OUTPUT"
    printf 'lines<<END\\none\\ntwo\\nEND\\n' >>"$GITHUB_OUTPUT"
    echo "KEPT=yes" >>"$GITHUB_ENV"
    mkdir -p "$RUNNER_TEMP/bin" && printf '#!/bin/sh\\necho tool $KEPT' >"$RUNNER_TEMP/bin/our-tool"
    chmod +x "$RUNNER_TEMP/bin/our-tool" && echo "$RUNNER_TEMP/bin" >>"$GITHUB_PATH"
- name: second
  env:
    LINES_OF: \${{ steps.first.outputs.lines }}
  run: our-tool && echo "$LINES_OF" && echo "\${{ steps.first.outputs.word }} \${{ env.KEPT }}"
`,
        'outputs:\n  lines: ${{ steps.first.outputs.lines }}',
      ),
    });
    const { log, conclusion } = stepNamed(run, 'second');
    expect(conclusion, log).toBe('success');
    expect(log).toMatch(/\ntool yes\none\ntwo\nwith = in it yes\n$/);
    expect(run.job('job').outputs).toEqual({ lines: 'one\ntwo' });
  });

  it('stops the job when it fails, but for what asks to run all the same', async () => {
    const run = await runSmall({
      'a.yml': stepsOf(`
- name: forgiven
  id: forgiven
  continue-on-error: true
  run: exit 3
- name: told
  run: test "\${{ steps.forgiven.outcome }} \${{ steps.forgiven.conclusion }}" = 'failure success'
- name: bad
  shell: bash
  run: |
    false | true
    echo not reached
- {name: next, run: 'true'}
- {name: cleanup, if: always(), run: 'true'}
- {name: rescue, if: failure(), run: 'true'}
- {name: never, if: "success() || cancelled()", run: 'true'}
`),
    });
    const ends = run.job('job').steps.map(({ name, conclusion }) => [name, conclusion]);
    expect(Object.fromEntries(ends), run.log).toEqual({
      ...{ forgiven: 'success', told: 'success', bad: 'failure', next: 'skipped' },
      ...{ cleanup: 'success', rescue: 'success', never: 'skipped' },
    });
    expect(run.result).toBe('failure');
  });

  it('sees the env of workflow, job and step, each before the wider one', async () => {
    const job = stepsOf(
      `- {name: show, env: {C: step}, run: 'echo "$A $B $C"', working-directory: .}`,
      'env: {B: job, C: job}',
    );
    const run = await runSmall({ 'a.yml': `env: {A: workflow, B: workflow}\n${job}` });
    expect(stepNamed(run, 'show').log).toContain('\nworkflow job step\n');
  });

  it('is ended when its time is up, with what it started', async () => {
    const run = await runSmall(
      { 'a.yml': stepsOf("- {name: slow, timeout-minutes: 1, run: 'sleep 60 & wait'}") },
      { minuteMs: 3000 },
    );
    expect(stepNamed(run, 'slow')).toMatchObject({
      outcome: 'failure',
      annotations: [{ message: "The action 'slow' has timed out after 1 minutes." }],
    });
  });

  it('fails when it writes what the runner does not take', async () => {
    const run = await runSmall({
      'a.yml': stepsOf(`
- {name: open, if: always(), run: 'printf "a<<END\\nb\\n" >>"$GITHUB_OUTPUT"'}
- {name: nothing, if: always(), run: 'echo "=b" >>"$GITHUB_ENV"'}
- {name: old, if: always(), run: 'echo "::set-output name=a::b"'}
`),
    });
    const said = run.job('job').steps.map(({ annotations }) => annotations[0]?.message);
    expect(said).toEqual([
      "Invalid value. Matching delimiter not found 'END'",
      "Invalid format '=b'. Name must not be empty",
      "The command 'set-output' is refused: it has been replaced by a file",
    ]);
    expect(run.result).toBe('failure');
  });

  it('annotates, masks and summarizes', async () => {
    const run = await runSmall(
      {
        'a.yml': stepsOf(
          `
- name: talk
  env: {TOKEN: "\${{ secrets.WORD }}"}
  run: |
    echo "::error file=a.yaml,line=3,title=Bad::one%0Atwo $TOKEN"
    hidden=$(echo HUSH | tr A-Z a-z)
    echo "::add-mask::$hidden" && echo "$hidden $TOKEN"
    echo "# $TOKEN" >>"$GITHUB_STEP_SUMMARY"
    echo "word=$TOKEN" >>"$GITHUB_OUTPUT"
  id: talk
- {name: long, run: 'head -c 1048577 /dev/zero | tr "\\0" x >>"$GITHUB_STEP_SUMMARY"'}
`,
          'outputs: {word: "${{ steps.talk.outputs.word }}"}',
        ),
      },
      { secrets: { WORD: 'open-sesame' } },
    );
    const { annotations, log } = stepNamed(run, 'talk');
    expect(annotations).toEqual([
      { level: 'error', message: 'one\ntwo ***', title: 'Bad', file: 'a.yaml', line: 3 },
    ]);
    expect(log).toContain('\n*** ***\n');
    expect(run.job('job')).toMatchObject({ result: 'success', summary: '# ***\n', outputs: {} });
    expect(stepNamed(run, 'long').annotations[0]?.message).toContain('upload aborted');
    expect(run.log).not.toMatch(/open-sesame|hush/);
  });

  it('can hash files', async () => {
    const run = await runSmall({
      'a.yml': stepsOf(`
- run: mkdir d && printf a >d/a.lock && printf b >d/b.lock
- {name: hash, run: 'echo "\${{ hashFiles(''**/*.lock'') }} \${{ hashFiles(''none'') }}."'}
`),
    });
    expect(stepNamed(run, 'hash').log).toMatch(/\n[0-9a-f]{64} \.\n$/);
  });
});
