import { describe, expect, it } from 'vitest';
import { evaluateCondition, parseCondition } from '../../../lib/remix/condition.ts';
import type { VariableValue } from '../../../lib/remix/treefile.ts';
import { faultOf } from './faults.ts';

const place = { file: 'main.yaml', line: 1, column: 1 };
const variables = new Map<string, VariableValue>([
  ['releasever', 35],
  ['old', 9],
  ['empty', ''],
  ['text', 'dodo'],
  ['yes', true],
  ['no', false],
]);
const evaluate = (text: string) => evaluateCondition(parseCondition(text, place), variables, place);

describe('evaluateCondition', () => {
  it.each([
    ['releasever == 35', true],
    ['releasever != 35', false],
    ['releasever < 35', false],
    ['releasever <= 35', true],
    ['releasever > 35', false],
    ['releasever >= 35', true],
    ['releasever < 100', true],
    ['old < 35', true],
    ['old > 10', false],
    ['yes == true', true],
    ['no != false', false],
    ['empty == ""', true],
    ['text == "dodo"', true],
    ['text != "dada"', true],
    ['  text=="dodo"  ', true],
    ['releasever>=35', true],
  ])('%s is %s', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });

  it.each([
    ['text > 8', 'BAD_CONDITION'],
    ['yes <= 5', 'BAD_CONDITION'],
    ['text > "asd"', 'BAD_CONDITION'],
    ['yes > false', 'BAD_CONDITION'],
    ['releasever == "35"', 'BAD_CONDITION'],
    ['gone == 1', 'UNDEFINED_VARIABLE'],
  ])('%s is refused', async (text, code) => {
    expect((await faultOf(() => evaluate(text))).code).toBe(code);
  });

  it('suggests a variable', async () => {
    expect((await faultOf(() => evaluate('relesever == 35'))).hint).toBe(
      'Did you mean "releasever"?',
    );
  });
});

describe('parseCondition', () => {
  it.each([
    'garbage',
    '',
    'a == garbage',
    'a garbage true',
    'a === 1',
    'a =< 1',
    'a == -1',
    'a == 1.5',
    'a-b == 1',
    'a == 1 2',
  ])('refuses "%s"', async (text) => {
    expect(await faultOf(() => parseCondition(text, place))).toMatchObject({
      code: 'BAD_CONDITION',
      where: 'main.yaml:1:1',
    });
  });
});
