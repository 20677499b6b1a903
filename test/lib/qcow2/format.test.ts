import { describe, expect, it } from 'vitest';
import { QCOW2_CLUSTER_BYTES, Qcow2Layout } from '../../../lib/qcow2/format.ts';
import { parseL1Entry, parseL2Entry, parseQcow2Header } from '../../../lib/qcow2/parse.ts';

const CLUSTER = { clusterBytes: QCOW2_CLUSTER_BYTES };

describe('Qcow2Layout', () => {
  it('packs compressed clusters, aligns whole ones, and counts who uses what', () => {
    const layout = new Qcow2Layout(2 ** 30 + 512, 'zstd');
    const first = layout.addCompressed(0, 40_000);
    const second = layout.addCompressed(1, 30_000);
    const whole = layout.addPlain(8192);
    expect([first, second, whole]).toEqual([65_536, 105_536, 3 * 65_536]);
    const { header, offset, tables } = layout.finish();
    const parsed = parseQcow2Header(header);
    expect(parsed).toMatchObject({ version: 3, sizeBytes: 2 ** 30 + 512, compression: 'zstd' });
    expect(parsed.l1.entries).toBe(3);
    expect(offset).toBe(4 * 65_536);

    const at = (position: number) => position - offset;
    const l1 = [0, 1, 2].map((index) =>
      parseL1Entry(tables.readBigUInt64BE(at(parsed.l1.offset) + index * 8)),
    );
    expect(l1).toEqual([
      { offset: 4 * 65_536, isExclusive: true },
      { offset: 5 * 65_536, isExclusive: true },
      { offset: 0, isExclusive: false },
    ]);
    const entry = (table: number, index: number) =>
      parseL2Entry(tables.readBigUInt64BE(at(l1[table]?.offset ?? 0) + index * 8), CLUSTER);
    expect(entry(0, 0)).toMatchObject({ kind: 'compressed', offset: first });
    expect(entry(0, 1)).toMatchObject({ kind: 'compressed', offset: second });
    expect(entry(0, 2)).toEqual({ kind: 'none' });
    expect(entry(1, 0)).toEqual({ kind: 'plain', offset: whole, isExclusive: true });

    const block = Number(tables.readBigUInt64BE(at(parsed.refcounts.offset)));
    const counts = Array.from({ length: 10 }, (_, cluster) =>
      tables.readUInt16BE(at(block) + cluster * 2),
    );
    // The second compressed cluster lies in two clusters of the file.
    expect(counts).toEqual([1, 2, 1, 1, 1, 1, 1, 1, 1, 0]);
  });

  it('writes zlib images without the incompatible bit that older QEMU refuses', () => {
    const header = parseQcow2Header(new Qcow2Layout(65_536, 'zlib').finish().header);
    expect(header).toMatchObject({ compression: 'zlib', features: { incompatible: 0n } });
  });
});
