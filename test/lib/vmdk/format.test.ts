import { describe, expect, it } from 'vitest';
import { VmdkStream } from '../../../lib/vmdk/format.ts';
import {
  parseVmdkDescriptor,
  parseVmdkHeader,
  parseVmdkMarker,
  VMDK_MARKER,
} from '../../../lib/vmdk/parse.ts';

describe('VmdkStream', () => {
  it('writes grains, tables, directory and footer in the order of the specification', () => {
    const stream = new VmdkStream({
      sizeBytes: 2 ** 30,
      contentId: 0x1234abc,
      longContentId: 'ab'.repeat(16),
      adapter: 'lsilogic',
    });
    const head = stream.head();
    const parts = [
      head,
      ...stream.grain(1, [Buffer.alloc(600, 1)]),
      ...stream.grain(512, [Buffer.alloc(10, 2)]),
      ...stream.finish(),
    ];
    const file = Buffer.concat(parts);
    expect(parseVmdkHeader(head)).toMatchObject({
      version: 3,
      capacitySectors: 2 ** 21,
      grainSectors: 128,
      directorySector: undefined,
      compression: 1,
      hasNewlines: true,
    });
    const { values } = parseVmdkDescriptor(head.subarray(512));
    expect(values.get('cid')).toBe('01234abc');
    expect(values.get('ddb.adaptertype')).toBe('lsilogic');

    const markers = [128, 130, 135, 136, 141].map((sector) =>
      parseVmdkMarker(file.subarray(sector * 512)),
    );
    expect(markers[0]).toMatchObject({ value: 128, sizeBytes: 600 });
    expect(markers[1]).toMatchObject({ value: 4, sizeBytes: 0, type: VMDK_MARKER.table });
    expect(markers[2]).toMatchObject({ value: 65_536, sizeBytes: 10 });
    expect(markers[3]).toMatchObject({ type: VMDK_MARKER.table });
    expect(markers[4]).toMatchObject({ value: 1, type: VMDK_MARKER.directory });
    expect(file.length).toBe(146 * 512);
    const footer = parseVmdkHeader(file.subarray(144 * 512));
    expect(footer.directorySector).toBe(142);
    // The first grain table has the second grain, the second its first.
    expect(file.readUInt32LE(142 * 512)).toBe(131);
    expect(file.readUInt32LE(131 * 512 + 4)).toBe(128);
    expect(file.readUInt32LE(142 * 512 + 4)).toBe(137);
    expect(file.readUInt32LE(137 * 512)).toBe(135);
  });
});
