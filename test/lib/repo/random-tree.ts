import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { runTool } from '../../../lib/host/process.ts';

/** A stream of numbers from 0 to 1 that is the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const LETTERS = [
  'a',
  'B',
  '0',
  '-',
  '.',
  ' ',
  '\n',
  '\\',
  '=',
  '"',
  'é',
  '日',
  '😀',
  '\uffff',
  '\t',
];
const ATTRIBUTES = ['user.a', 'user.z', 'user.we ird', 'trusted.t', 'security.capability'];
const CAPABILITY = '0100000200040000000000000000000000000000';
const SIZES = [0, 0, 1, 2, 100, 4095, 4096, 4097, 65535, 65536, 1048575, 1048576, 1048577];

/** Fills the empty folder `path` with a tree of everything a commit can hold. */
export async function makeRandomTree(path: string, seed: number, files = 60): Promise<void> {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const folders = [path];
  const regular: string[] = [];
  const attributes: string[] = [];
  const newName = (index: number) =>
    `${Array.from({ length: 1 + below(6) }, () => pick(LETTERS)).join('')}${index}`;

  for (let index = 0; index < files; index += 1) {
    const place = `${pick(folders)}/${newName(index)}`;
    const kind = random();
    if (kind < 0.2) {
      mkdirSync(place);
      folders.push(place);
    } else if (kind < 0.35) {
      symlinkSync(pick(['a', '/etc/passwd', 'é\n日', '../../..', 'x'.repeat(4095)]), place);
    } else if (kind < 0.45 && regular.length > 0) {
      linkSync(pick(regular), place);
      continue;
    } else {
      const size = pick(SIZES);
      writeFileSync(place, random() < 0.5 ? randomBytes(size) : 'x'.repeat(size));
      regular.push(place);
    }
    const isLink = kind >= 0.2 && kind < 0.35;
    if (!isLink) {
      chownSync(place, pick([0, 0, 1, 65534, 4294967294]), pick([0, 0, 5, 100000]));
      chmodSync(place, pick([0o644, 0o755, 0o4755, 0o2711, 0o1777, 0o600, 0o000, 0o6777]));
    }
    if (random() < 0.3) attributes.push(block(place, isLink ? ['trusted.t'] : pickSome(random)));
  }
  await runTool(['setfattr', '-h', '--restore=-'], { input: attributes.join('') });
}

function pickSome(random: () => number): string[] {
  return ATTRIBUTES.filter(() => random() < 0.5);
}

function block(path: string, names: readonly string[]): string {
  const lines = names.map(
    (name) => `${name}=0x${name === 'security.capability' ? CAPABILITY : '6100ff'}\n`,
  );
  const quoted = path.replace(
    /[\\\n\r]/g,
    (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return lines.length === 0 ? '' : `# file: ${quoted}\n${lines.join('')}\n`;
}
