import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFilesFolder } from '../lib/compose/rootfs-files.ts';
import { readRemix } from '../lib/remix/remix.ts';
import { readRepositories } from '../lib/remix/repositories.ts';
import { readTreefile } from '../lib/remix/treefile.ts';
import { composeInputs } from '../lib/remix/treefile-inputs.ts';

const folder = join(import.meta.dirname, '..', 'examples');

describe.each(readdirSync(folder))('examples/%s', (name) => {
  const path = (...parts: string[]) => join(folder, name, ...parts);

  it('is read without a warning, for each of its architectures', async () => {
    const remix = await readRemix(path('remix.yaml'));
    expect(remix.tests.length).toBeGreaterThan(0);
    for (const basearch of remix.architectures) {
      const treefile = await readTreefile(remix.treefile, { basearch });
      expect(treefile.warnings).toEqual([]);
      expect(treefile.ref).toContain(`/42/${basearch}/`);
      // Reads every file that the treefile names.
      await expect(composeInputs(treefile)).resolves.toBeDefined();
      for (const layer of treefile.ostreeLayers) {
        expect(existsSync(path(layer.replace('overlay/', 'overlay.d/'))), layer).toBe(true);
      }
    }
  });

  it('has the files that its containers are made of', async () => {
    const { containers, directory } = await readRemix(path('remix.yaml'));
    for (const container of containers) {
      if (container.kind === 'bootable' || container.files === undefined) continue;
      const files = await readFilesFolder(container.files, container.name, directory);
      expect(files.filter(({ kind }) => kind === 'file').length).toBeGreaterThan(0);
    }
  });

  it('has the repositories, by metalink, with keys beside them', async () => {
    const remix = await readRemix(path('remix.yaml'));
    for (const basearch of remix.architectures) {
      const treefile = await readTreefile(remix.treefile, { basearch });
      const { active } = await readRepositories(treefile);
      expect(active.map(({ metalink, gpgkey, gpgcheck }) => [metalink, gpgkey, gpgcheck])).toEqual(
        ['fedora-42', 'updates-released-f42'].map((repo) => [
          `https://mirrors.fedoraproject.org/metalink?repo=${repo}&arch=${basearch}`,
          ['RPM-GPG-KEY-fedora-42'],
          true,
        ]),
      );
    }
  });
});
