import { mkdir } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { BuildError } from '../../lib/core/errors.ts';
import { runTool, startTool } from '../../lib/host/process.ts';
import type { DemoCode } from '../errors.ts';
import { mergedPath } from './merge-usr.ts';

/** Mode and owner of a path that is not plainly root's. */
export interface SpecialFile {
  readonly modeOctal: string;
  readonly user: string;
  readonly group: string;
}

/**
 * Unpacks the files of a .deb into `directory` and its control files into `controlDirectory`.
 * Returns what a user without root's rights cannot keep on disk: set-id and sticky bits and owners
 * other than root, by absolute path.
 */
export async function extractDeb(
  deb: string,
  directory: string,
  controlDirectory: string,
): Promise<Map<string, SpecialFile>> {
  await mkdir(directory, { recursive: true });
  await runTool(['dpkg-deb', '--control', deb, controlDirectory]);
  const tar = await startTool(
    [
      'tar',
      '--extract',
      '--verbose',
      '--verbose',
      '--preserve-permissions',
      '--no-same-owner',
      '--quoting-style=literal',
      '--directory',
      directory,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  // Last, and listened to at once: Node discards what a child printed that ended unheard.
  const reader = await startTool(['dpkg-deb', '--fsys-tarfile', deb], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (reader.stdout === null || tar.stdin === null || tar.stdout === null)
    throw new RangeError('no pipe');
  const ends = Promise.all([endOf(reader, deb), endOf(tar, deb)]);
  reader.stdout.pipe(tar.stdin);
  const chunks: Buffer[] = [];
  tar.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await Promise.all([finished(tar.stdout), ends]);
  return parseListing(Buffer.concat(chunks).toString('utf8'));
}

/** Returns the special ones of `tar --verbose --verbose` lines: `-rwxr-sr-x root/shadow 39160 2025-08-10 15:54 ./sbin/x`. */
export function parseListing(listing: string): Map<string, SpecialFile> {
  const special = new Map<string, SpecialFile>();
  for (const line of listing.split('\n')) {
    const match = /^([-dhl])([-rwxsStT]{9}) (\S+)\/(\S+) +\d+ \S+ \S+ \.(\/.*)$/.exec(line);
    if (match === null) continue;
    const [, kind = '', letters = '', user = '', group = '', path = ''] = match;
    if (kind === 'l' || kind === 'h') continue;
    if (user === 'root' && group === 'root' && !/[sStT]/.test(letters)) continue;
    special.set(path.replace(/\/$/, ''), { modeOctal: toOctal(letters), user, group });
  }
  return special;
}

/** Returns the directories of a `dpkg-deb --contents` listing, where they are once /usr is merged. */
export function parseListedDirectories(listing: string): Set<string> {
  const paths = [...listing.matchAll(/^d\S+ \S+ +\d+ \S+ \S+ \.(\/.*)\/$/gm)].map(
    (match) => match[1] ?? '',
  );
  return new Set(paths.flatMap((path) => [path, mergedPath(path)]));
}

/** `rwxr-sr-x` to `2755`. */
function toOctal(letters: string): string {
  let bits = 0;
  [...letters].forEach((letter, index) => {
    if (!'-ST'.includes(letter)) bits |= 0o400 >> index;
    if ('sStT'.includes(letter)) bits |= 0o4000 >> Math.floor(index / 3);
  });
  return bits.toString(8).padStart(4, '0');
}

async function endOf(child: Awaited<ReturnType<typeof startTool>>, deb: string): Promise<void> {
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new BuildError<DemoCode>(
      'DEB_UNREADABLE',
      `${deb} cannot be unpacked (${child.spawnfile}: ${code})`,
    );
}
