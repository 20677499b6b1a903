import { readFile, rm } from 'node:fs/promises';
import { writeFileAtomic } from '../host/files.ts';
import { formatPng, parsePpm } from './png.ts';
import type { Qmp } from './qmp.ts';

/** Where a PC's text mode has its characters: 80 x 25, each with a byte of colours. */
const TEXT_ADDRESS = 0xb8000;
const COLUMNS = 80;
const ROWS = 25;

/**
 * Writes what the guest's screen shows to `path`, as PNG.
 *
 * @throws BuildError MONITOR_FAILED, SCREEN_BAD
 */
export async function saveScreenshot(qmp: Qmp, path: string): Promise<void> {
  const temporary = `${path}.screen`;
  try {
    // QEMU writes PNG from 7.1 on, when it was built with libpng.
    const isPng = await qmp.run('screendump', { filename: temporary, format: 'png' }).then(
      () => true,
      () => false,
    );
    if (!isPng) await qmp.run('screendump', { filename: temporary });
    const bytes = await readFile(temporary);
    await writeFileAtomic(path, isPng ? bytes : formatPng(parsePpm(bytes)));
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Returns the lines on a PC's screen in text mode, without those that are empty: what a BIOS and
 * GRUB's first stages print goes nowhere else. In a graphics mode it is noise.
 *
 * @throws BuildError MONITOR_FAILED
 */
export async function readScreenText(qmp: Qmp, temporary: string): Promise<string[]> {
  try {
    const size = COLUMNS * ROWS * 2;
    await qmp.run('pmemsave', { val: TEXT_ADDRESS, size, filename: temporary });
    return parseScreenText(await readFile(temporary));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Returns the lines of a text mode's memory that are not empty. */
export function parseScreenText(memory: Uint8Array): string[] {
  const lines: string[] = [];
  for (let row = 0; row < ROWS; row += 1) {
    let line = '';
    for (let column = 0; column < COLUMNS; column += 1) {
      const byte = memory[(row * COLUMNS + column) * 2] ?? 0;
      line += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ' ';
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
  }
  return lines;
}
