import type { FileHandle } from 'node:fs/promises';
import { type LayerMember, MADE_FOLDER } from '../layers/layer-member.ts';
import type { LayerNode, LayerTree } from '../layers/layer-tree.ts';
import { TAR_BLOCK_BYTES } from '../tar/parse.ts';

/** A file of our own in the archive. */
export interface OwnFile {
  readonly path: string;
  readonly data: Buffer;
}

const TYPE_FLAGS: Readonly<Record<LayerMember['type'], string>> = {
  ...{ file: '0', 'hard-link': '1', link: '2', character: '3', block: '4', folder: '5', fifo: '6' },
};
const READ_BYTES = 256 * 1024;

/**
 * Yields one tar archive (pax) of a merged tree, below the folder `prefix`, and of files of our own.
 * `layers` are the layers' archives, decompressed. The second name of a file is a hard link to the first.
 */
export async function* formatMergedTar(
  tree: LayerTree,
  layers: readonly FileHandle[],
  prefix: string,
  own: readonly OwnFile[],
): AsyncGenerator<Buffer, void> {
  const firstNames = new Map<LayerNode, string>();
  for (const [path, node] of tree.list()) {
    const name = path === '' ? prefix : `${prefix}/${path}`;
    const first = firstNames.get(node);
    if (first !== undefined) {
      yield headerOf(name, { ...node.member, type: 'hard-link', linkName: first }, 0);
      continue;
    }
    if (node.children === undefined) firstNames.set(node, name);
    const { sizeBytes, offsetBytes } = node.member;
    yield headerOf(name, node.member, sizeBytes);
    if (sizeBytes === 0) continue;
    const file = layers[node.layer];
    if (file === undefined) throw new RangeError(`no layer ${node.layer}`);
    yield* readRange(file, offsetBytes, sizeBytes);
    yield padding(sizeBytes);
  }
  for (const folder of new Set(own.map(({ path }) => path.split('/')[0] ?? ''))) {
    yield headerOf(folder, { ...OWN, name: folder, type: 'folder', modeOctal: 0o755 }, 0);
  }
  for (const { path, data } of own) {
    yield headerOf(path, { ...OWN, name: path, sizeBytes: data.length }, data.length);
    yield data;
    yield padding(data.length);
  }
  yield Buffer.alloc(2 * TAR_BLOCK_BYTES);
}

const OWN: LayerMember = { ...MADE_FOLDER, type: 'file', modeOctal: 0o644 };

/** The header, and before it a pax header with what it has no room for. */
function headerOf(name: string, member: LayerMember, sizeBytes: number): Buffer {
  const records: Buffer[] = [];
  const add = (key: string, value: Buffer) => records.push(recordOf(key, value));
  const path = member.type === 'folder' ? `${name}/` : name;
  const isPlain = (text: string) => /^[\x20-\x7e]*$/.test(text) && text.length <= 100;
  if (!isPlain(path)) add('path', Buffer.from(path));
  if (!isPlain(member.linkName)) add('linkpath', Buffer.from(member.linkName));
  for (const [key, most] of [
    ['uid', 0o7777777],
    ['gid', 0o7777777],
  ] as const) {
    if (member[key] > most) add(key, Buffer.from(String(member[key])));
  }
  if (sizeBytes >= 8 ** 11) add('size', Buffer.from(String(sizeBytes)));
  for (const [key, value] of member.attributes) add(`SCHILY.xattr.${key}`, value);
  const header = ustar(path, member, TYPE_FLAGS[member.type], sizeBytes);
  if (records.length === 0) return header;
  const data = Buffer.concat(records);
  const extended = ustar('pax', { ...OWN, name: 'pax' }, 'x', data.length);
  return Buffer.concat([extended, data, padding(data.length), header]);
}

/** `<length> <key>=<value>\n`; the length counts its own digits. */
function recordOf(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length)
    length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function ustar(path: string, member: LayerMember, flag: string, sizeBytes: number): Buffer {
  const header = Buffer.alloc(TAR_BLOCK_BYTES);
  const octal = (at: number, length: number, value: number) => {
    const digits = Math.min(value, 8 ** (length - 1) - 1).toString(8);
    header.write(`${digits.padStart(length - 1, '0')}\0`, at, 'latin1');
  };
  header.write(path, 0, 100);
  octal(100, 8, member.modeOctal & 0o7777);
  octal(108, 8, member.uid);
  octal(116, 8, member.gid);
  octal(124, 12, sizeBytes);
  octal(136, 12, member.mtimeSeconds);
  header.write(flag, 156);
  header.write(member.linkName, 157, 100);
  header.write('ustar\x0000', 257, 'latin1');
  octal(329, 8, member.major);
  octal(337, 8, member.minor);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

async function* readRange(
  file: FileHandle,
  offsetBytes: number,
  sizeBytes: number,
): AsyncGenerator<Buffer, void> {
  for (let done = 0; done < sizeBytes; ) {
    const length = Math.min(READ_BYTES, sizeBytes - done);
    const { bytesRead, buffer } = await file.read(
      Buffer.alloc(length),
      0,
      length,
      offsetBytes + done,
    );
    if (bytesRead === 0) throw new RangeError('a layer became shorter while it was read');
    done += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function padding(sizeBytes: number): Buffer {
  return Buffer.alloc(-sizeBytes & (TAR_BLOCK_BYTES - 1));
}
