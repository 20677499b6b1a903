import { describe, expect, it } from 'vitest';
import { readTool } from '../../../lib/host/process.ts';
import { formatCommand, plainLines, plainText } from '../../../lib/runner/command.ts';
import { parseCommand } from './runner-commands.ts';

describe('formatCommand', () => {
  it('prints the bytes that @actions/core prints', async () => {
    const text = 'a % b\r\nc: d, e';
    const script = `
      import { warning, error, startGroup, debug, setSecret } from '@actions/core';
      const text = ${JSON.stringify(text)};
      warning(text, { file: text, startLine: 3, startColumn: 5 });
      error(text);
      startGroup(text);
      debug(text);
      setSecret(text);`;
    const official = await readTool([process.execPath, '--input-type=module', '--eval', script]);
    expect(
      [
        formatCommand('warning', { file: text, line: 3, col: 5 }, text),
        formatCommand('error', {}, text),
        formatCommand('group', {}, text),
        formatCommand('debug', { file: undefined, title: '' }, text),
        formatCommand('add-mask', {}, text),
        '',
      ].join('\n'),
    ).toBe(official);
  });

  it('is read by the runner as it was meant', () => {
    const text = '%0A 100% ::error file=a,line=1::b\n##[set-env name=PATH]/tmp';
    expect(parseCommand(formatCommand('warning', { file: 'a:b,c%2C' }, text))).toEqual({
      name: 'warning',
      properties: { file: 'a:b,c%2C' },
      data: text,
    });
  });
});

describe('plainLines', () => {
  it('leaves what people write as it is', () => {
    const text = 'perl(Foo::Bar) = 1.0\n\tindented — ünïcödé ✓\n2001:db8::1\n## [x] #[y]';
    expect(plainLines(text)).toEqual(text.split('\n'));
  });

  it('breaks up a command at the start of a line, however the line starts', () => {
    expect(plainLines('::error::x')).toEqual([': :error::x']);
    expect(plainLines('ok\r \t\u00A0::set-output name=a::b')).toEqual([
      'ok',
      ' \t\u00A0: :set-output name=a::b',
    ]);
  });

  it('breaks up the old form of a command anywhere', () => {
    expect(plainLines('look: ##[add-path]/tmp/evil')).toEqual(['look: ## [add-path]/tmp/evil']);
  });

  it('drops colours, controls and characters that nobody sees', () => {
    expect(plainLines('\u001B[31mred\u001B[0m \u0007b\u200Bc\u202Ed')).toEqual(['red bcd']);
    expect(plainLines('\u200B::\u00ADerror::x')).toEqual([': :error::x']);
    expect(plainLines('#\u200D#\u2060[error]x')).toEqual(['## [error]x']);
  });

  it('gives no line that the runner takes for a command, of 20,000 hostile ones', () => {
    const pieces = [
      ...[
        '::',
        ':',
        '##[',
        '#',
        '[',
        ']',
        '\n',
        '\r',
        ' ',
        '\t',
        '\u0085',
        '\u00A0',
        '\u2028',
        '\uFEFF',
      ],
      ...['\u200B', '\u034F', '\u0301', '\0', '\u001B[0m', '\uD800', '%0A', '%3A', 'x', 'Ä', '✓'],
      ...['error', 'set-env name=A', 'add-mask', 'stop-commands', 'endgroup', 'file=a'],
    ];
    let seed = 1;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const forged: string[] = [];
    for (let round = 0; round < 20_000; round += 1) {
      const text = Array.from({ length: 1 + random(10) }, () => pieces[random(pieces.length)]).join(
        '',
      );
      forged.push(...plainLines(text).filter((line) => parseCommand(line) !== undefined));
    }
    expect(forged).toEqual([]);
  });
});

describe('plainText', () => {
  it('keeps the lines', () => {
    expect(plainText('a\r\n::b\rc')).toBe('a\n: :b\nc');
  });
});
