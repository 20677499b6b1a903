import { compareBytes } from '../core/bytes.ts';
import { BuildError } from '../core/errors.ts';
import type { SignCode } from './errors.ts';

/** Name of the file that says what the outputs are. */
export const CHECKSUMS_NAME = 'SHA256SUMS';

/** 100,000 files with long names. */
export const MAX_CHECKSUMS_BYTES = 16 * 1024 * 1024;

/** A line of SHA256SUMS. */
export interface FileChecksum {
  /** Path below the folder of SHA256SUMS, with `/`. */
  readonly name: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Returns SHA256SUMS as `sha256sum -c` reads it, sorted by the bytes of the names. */
export function formatChecksums(files: readonly FileChecksum[]): string {
  return [...files]
    .sort((a, b) => compareBytes(a.name, b.name))
    .map(({ name, sha256 }) => {
      const escaped = escapeName(name);
      return `${escaped === name ? '' : '\\'}${sha256}  ${escaped}\n`;
    })
    .join('');
}

/**
 * Returns the files of SHA256SUMS. Names stay below its folder.
 *
 * @throws BuildError CHECKSUMS_MALFORMED, with the line
 */
export function parseChecksums(text: string, source: string): FileChecksum[] {
  if (text !== '' && !text.endsWith('\n')) throw malformed(source, 0, 'it is cut short');
  const names = new Set<string>();
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      // GNU coreutils: a backslash in front says that the name is escaped; `*` means binary.
      const [, escaped, sha256 = '', written = ''] =
        /^(\\?)([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
      if (sha256 === '') throw malformed(source, index + 1, 'expected a SHA-256 and a name');
      const name = escaped === '' ? written : unescapeName(written);
      const isSafe = name.split('/').every((part) => !['', '.', '..'].includes(part));
      if (!isSafe) throw malformed(source, index + 1, `${JSON.stringify(name)} leads elsewhere`);
      if (names.has(name)) throw malformed(source, index + 1, `${name} is there twice`);
      names.add(name);
      return { name, sha256 };
    });
}

const ESCAPES: readonly (readonly [string, string])[] = [
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
];

function escapeName(name: string): string {
  return ESCAPES.reduce((text, [plain, escaped]) => text.replaceAll(plain, escaped), name);
}

function unescapeName(name: string): string {
  return name.replaceAll(
    /\\[\\nr]/g,
    (found) => ESCAPES.find(([, escaped]) => escaped === found)?.[0] ?? found,
  );
}

function malformed(source: string, line: number, what: string): BuildError<SignCode> {
  return new BuildError<SignCode>('CHECKSUMS_MALFORMED', `${source} is no SHA256SUMS: ${what}`, {
    place: { file: source, ...(line === 0 ? {} : { line }) },
  });
}
