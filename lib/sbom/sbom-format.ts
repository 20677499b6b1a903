import { formatCycloneDx } from './cyclonedx.ts';
import type { Sbom } from './sbom-model.ts';
import { formatSpdx } from './spdx.ts';

/** The formats of an SBOM. */
export const SBOM_FORMATS = ['spdx', 'cyclonedx'] as const;
export type SbomFormat = (typeof SBOM_FORMATS)[number];

/** What a format's files end in, and its media type as IANA has it. */
export const SBOM_FORMAT_FACTS: Readonly<
  Record<SbomFormat, { readonly suffix: string; readonly mediaType: string }>
> = {
  spdx: { suffix: '.spdx.json', mediaType: 'application/spdx+json' },
  cyclonedx: { suffix: '.cdx.json', mediaType: 'application/vnd.cyclonedx+json' },
};

/** Returns the document of `sbom`, JSON in UTF-8 with a newline at the end. */
export function formatSbom(sbom: Sbom, format: SbomFormat): string {
  return format === 'spdx' ? formatSpdx(sbom) : formatCycloneDx(sbom);
}
