import { dirname } from 'node:path';
import { makeFolder, writeFileAtomic } from '../host/files.ts';
import type { OciLayout } from '../registry/layout.ts';
import { putReferrer } from '../registry/referrers.ts';
import { formatSbom, SBOM_FORMAT_FACTS, SBOM_FORMATS } from '../sbom/sbom-format.ts';
import type { Sbom } from '../sbom/sbom-model.ts';
import { sbomReferrer } from '../sbom/sbom-referrer.ts';

/**
 * Writes the SBOMs of a container beside its layout (`NAME-BASEARCH.spdx.json`, `….cdx.json`), and into it as
 * artifacts that refer to the image, which travel with it to a registry.
 *
 * @param tag of the manifest in the layout
 * @returns paths of the files
 */
export async function attachSboms(
  layout: OciLayout,
  tag: string,
  makeSbom: (digest: string) => Promise<Sbom>,
): Promise<string[]> {
  const manifest = await layout.getManifest(tag);
  if (manifest === undefined) throw new TypeError(`${layout.folder} has no ${tag}`);
  const { digest, mediaType, bytes } = manifest;
  const sbom = await makeSbom(digest);
  const paths: string[] = [];
  await makeFolder(dirname(layout.folder));
  for (const format of SBOM_FORMATS) {
    const document = formatSbom(sbom, format);
    const path = `${layout.folder}${SBOM_FORMAT_FACTS[format].suffix}`;
    await writeFileAtomic(path, document);
    paths.push(path);
    const artifact = sbomReferrer(document, format, { mediaType, digest, size: bytes.length });
    for (const blob of artifact.blobs) await layout.putBlob(blob.bytes, blob.descriptor.mediaType);
    await putReferrer(layout, artifact.bytes, artifact.mediaType);
  }
  return paths;
}
