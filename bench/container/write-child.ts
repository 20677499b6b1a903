/** Writes a container for bench/container.ts: `write-child.ts OPTIONS`, JSON; prints what it took. */
import { readFile } from 'node:fs/promises';
import { writeBootableContainer } from '../../lib/container/bootable.ts';
import { silentLog } from '../../lib/core/log.ts';
import { type ImageManifest, parseManifest } from '../../lib/oci/manifest.ts';
import { OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import { OciLayout } from '../../lib/registry/layout.ts';

const { folder, previousPath, changed, ...options } = JSON.parse(process.argv[2] ?? '{}');
const layout = await OciLayout.create(folder);
const previous =
  previousPath === undefined
    ? {}
    : { previous: parseManifest(await readFile(previousPath), OCI_MANIFEST) as ImageManifest };
const made = await writeBootableContainer({
  ...{ architecture: 'amd64', createdBy: 'bench', layout, log: silentLog },
  changedPaths: new Set<string>(changed),
  ...options,
  ...previous,
});
const memoryBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ memoryBytes, made }));
