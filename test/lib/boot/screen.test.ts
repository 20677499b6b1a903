import { describe, expect, it } from 'vitest';
import { parseScreenText } from '../../../lib/boot/screen.ts';

/** Memory of a text mode with these lines at its top. */
function screenOf(...lines: string[]): Buffer {
  const memory = Buffer.alloc(80 * 25 * 2);
  for (const [row, line] of lines.entries()) {
    for (const [column, character] of [...line.padEnd(80)].entries()) {
      memory[(row * 80 + column) * 2] = character.charCodeAt(0);
      memory[(row * 80 + column) * 2 + 1] = 0x07;
    }
  }
  return memory;
}

describe('parseScreenText', () => {
  it('reads the lines that are not empty', () => {
    expect(parseScreenText(screenOf('SeaBIOS (version 1)', '', '  grub rescue> '))).toEqual([
      'SeaBIOS (version 1)',
      '  grub rescue>',
    ]);
  });

  it('shows nothing of a screen without characters, and of one that is cut short', () => {
    expect(parseScreenText(Buffer.alloc(4000))).toEqual([]);
    expect(parseScreenText(Buffer.alloc(0))).toEqual([]);
    expect(parseScreenText(Buffer.alloc(4000, 0xff))).toEqual([]);
  });
});
