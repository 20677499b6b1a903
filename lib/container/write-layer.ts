import { closeSync, openSync, writeSync } from 'node:fs';
import { TAR_END, tarPadding } from '../tar/format.ts';
import { formatTarMember, type TarMember } from '../tar/member.ts';
import { ChunkedSink } from './chunked-sink.ts';
import { makeCompressor } from './layer-compressor.ts';
import { ContentReader } from './layer-content.ts';
import type { LayerEntry } from './layer-entry.ts';
import { LayerSink } from './layer-sink.ts';
import type { LayerFacts, LayerTask } from './layer-tasks.ts';

/**
 * Writes one layer as a new file. Reads and compresses in the thread that calls it.
 *
 * @param reader one for all layers of a thread
 *
 * @throws BuildError CONTENT_WRONG, TAR_BAD; errors of node:fs
 */
export async function writeLayer(
  task: LayerTask,
  reader = new ContentReader(),
): Promise<LayerFacts> {
  const fd = openSync(task.path, 'wx', 0o644);
  try {
    const append = (bytes: Uint8Array) => writeAll(fd, bytes);
    const output =
      task.compression === 'zstd:chunked'
        ? new ChunkedSink(task.level, append)
        : new LayerSink(makeCompressor(task.compression, task.level), append);
    const differing: string[] = [];
    for (const entry of task.entries) {
      output.begin(entry, formatTarMember(memberOf(entry)));
      if (entry.type === 'file') {
        const other = await reader.read(entry, (bytes) => output.write(bytes));
        if (other !== undefined) differing.push(other);
      }
      output.end(tarPadding(entry.sizeBytes));
    }
    return { ...output.finish(TAR_END), differing };
  } finally {
    closeSync(fd);
  }
}

const TYPES: Readonly<Record<LayerEntry['type'], TarMember['type']>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  character: '3',
  block: '4',
  folder: '5',
  pipe: '6',
};

function memberOf(entry: LayerEntry): TarMember {
  const { path, pathBytes, type, mode, uid, gid, mtimeSeconds = 0, xattrs = [], device } = entry;
  const isFolder = type === 'folder';
  const link = entry.targetBytes ?? entry.target;
  return {
    name:
      pathBytes === undefined
        ? `${path}${isFolder ? '/' : ''}`
        : Buffer.concat([pathBytes, Buffer.from(isFolder ? '/' : '')]),
    type: TYPES[type],
    sizeBytes: type === 'file' ? entry.sizeBytes : 0,
    modeOctal: mode,
    ...{ uid, gid, mtimeSeconds, xattrs },
    ...(link === undefined ? {} : { linkName: link }),
    ...(device === undefined ? {} : { device }),
  };
}

function writeAll(fd: number, bytes: Uint8Array): void {
  // A full disk takes a part, and refuses the rest.
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}
