import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import { formatLayer, type LayerFile } from '../live/oci-layout.ts';
import { putImage } from './ground.ts';

const FOLDERS = 100;
const FILES = 1000;

it('compares 100,000 files in less than 300 MB', { timeout: 600_000 }, async () => {
  await using temp = await makeTempDir();
  const root = join(temp.path, 'root');
  mkdirSync(root);
  const files: LayerFile[] = [];
  for (let folder = 0; folder < FOLDERS; folder += 1) {
    const parent = `folder-${folder}`;
    mkdirSync(join(root, parent), { mode: 0o755 });
    files.push({ name: parent, type: '5' });
    for (let file = 0; file < FILES; file += 1) {
      const name = `${parent}/a-name-as-long-as-most-are-${file}`;
      files.push({ name, data: parent });
      // To the image each is a file of its own; here links are made ten times as fast.
      if (file > 0)
        linkSync(join(root, `${parent}/a-name-as-long-as-most-are-0`), join(root, name));
      else writeFileSync(join(root, name), parent, { mode: 0o755 });
    }
  }
  const layout = await OciLayout.create(join(temp.path, 'layout'));
  await putImage(layout, '1', { layers: [formatLayer(files)] });
  const child = join(import.meta.dirname, 'verify-child.ts');
  const reference = `oci:${layout.folder}:1`;
  const text = await readTool([process.execPath, child, reference, root]);
  const { peakBytes, ...found } = JSON.parse(text) as { readonly peakBytes: number };
  expect(found).toMatchObject({
    counts: { files: FOLDERS * FILES, folders: FOLDERS },
    differences: [],
  });
  expect(peakBytes).toBeGreaterThan(0);
  expect(peakBytes).toBeLessThan(300e6);
});
