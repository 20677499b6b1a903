import { appendFile, stat } from 'node:fs/promises';
import type { Log } from '../core/log.ts';

/** GitHub shows nothing of a step's summary that is larger (`AttachmentSizeLimit` of the runner). */
const MAX_BYTES = 1024 * 1024;

/** For the line that says what was left out. */
const NOTE_BYTES = 256;

/**
 * Appends `markdown` to the step's summary, `GITHUB_STEP_SUMMARY`, in one write. Sections (`## …`) that
 * do not fit are left out, and a line says how many. A summary that cannot be written is a warning: it
 * must not fail a build.
 */
export async function appendSummary(
  path: string | undefined,
  markdown: string,
  log: Log,
): Promise<void> {
  if (path === undefined || path === '' || markdown === '') return;
  try {
    const { size } = await stat(path);
    const roomBytes = MAX_BYTES - size - NOTE_BYTES;
    if (roomBytes < 0) throw new Error(`the one of this step has ${size} bytes already`);
    await appendFile(path, fitSections(markdown, roomBytes));
  } catch (error) {
    log.warn(`cannot add to the job summary: ${(error as Error).message}`);
  }
}

/** Returns the sections of `markdown` that fit into `maxBytes`, in their order, and a note on the others. */
export function fitSections(markdown: string, maxBytes: number): string {
  let sizeBytes = 0;
  let left = 0;
  const kept = splitSections(markdown).filter((section) => {
    const bytes = Buffer.byteLength(section);
    const fits = sizeBytes + bytes <= maxBytes;
    if (fits) sizeBytes += bytes;
    else left += 1;
    return fits;
  });
  if (left === 0) return kept.join('');
  const what = left === 1 ? '1 section is' : `${left} sections are`;
  return `${kept.join('')}\n_${what} left out: GitHub takes 1 MiB of a summary._\n`;
}

/** Each section begins with `## `; a line in a block of code does not. */
function splitSections(markdown: string): string[] {
  const sections: string[][] = [[]];
  let mark: string | undefined;
  for (const line of markdown.split(/(?<=\n)/)) {
    if (mark === undefined && line.startsWith('## ')) sections.push([]);
    const [fence] = /^`{3,}/.exec(line) ?? [];
    if (mark === undefined) mark = fence;
    else if (line.trimEnd() === mark) mark = undefined;
    sections.at(-1)?.push(line);
  }
  return sections.map((lines) => lines.join('')).filter((section) => section !== '');
}
