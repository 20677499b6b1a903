import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { formatImageManifest } from '../../../lib/oci/image-manifest.ts';
import { parseManifest } from '../../../lib/oci/manifest.ts';
import { OCI_EMPTY, OCI_MANIFEST } from '../../../lib/oci/media-types.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import { listReferrers, putReferrer } from '../../../lib/registry/referrers.ts';
import { SBOM_FORMATS } from '../../../lib/sbom/sbom-format.ts';
import { sbomReferrer } from '../../../lib/sbom/sbom-referrer.ts';

describe('sbomReferrer', () => {
  it('is found beside the image that it is about', async () => {
    await using folder = await makeTempDir();
    const layout = await OciLayout.create(join(folder.path, 'layout'));
    const empty = { mediaType: OCI_EMPTY, digest: digestOf('{}'), size: 2 };
    await layout.putBlob(Buffer.from('{}'), OCI_EMPTY);
    const bytes = formatImageManifest({ config: empty, layers: [] });
    const digest = await layout.putManifest('latest', bytes, OCI_MANIFEST);
    const subject = { mediaType: OCI_MANIFEST, digest, size: bytes.length };
    for (const format of SBOM_FORMATS) {
      const artifact = sbomReferrer(`{"format":"${format}"}\n`, format, subject);
      for (const blob of artifact.blobs) {
        await layout.putBlob(blob.bytes, blob.descriptor.mediaType);
      }
      await putReferrer(layout, artifact.bytes, artifact.mediaType);
      expect(parseManifest(artifact.bytes, artifact.mediaType)).toMatchObject({ subject });
    }
    const found = await listReferrers(layout, digest);
    expect(found.map(({ artifactType }) => artifactType).sort()).toEqual([
      'application/spdx+json',
      'application/vnd.cyclonedx+json',
    ]);
    expect(await listReferrers(layout, digest, 'application/spdx+json')).toHaveLength(1);
  });
});
