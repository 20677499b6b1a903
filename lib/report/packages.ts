import { compareBytes, formatBytes } from '../core/bytes.ts';
import { code, text } from './markdown.ts';
import { count } from './quantities.ts';
import type { BuildReport, ReportedPackage } from './report.ts';
import { renderTable } from './table.ts';

const LARGEST = 10;
const MAX_ARCHITECTURES = 8;

/** Returns the section of the packages of each architecture: how many, how large, the largest. */
export function renderPackages(packages: BuildReport['packages']): string[] {
  const arches = packages.slice(0, MAX_ARCHITECTURES);
  const maxBytes = Math.floor((16 * 1024) / Math.max(1, arches.length));
  return [
    '## Packages',
    '',
    ...arches.flatMap(({ basearch, packages: all }) => {
      const sizeBytes = all.reduce((sum, one) => sum + one.sizeBytes, 0);
      const rows = largest(all).map(({ name, evr, arch, sizeBytes: size }) => [
        code(name),
        text(`${evr}.${arch}`),
        formatBytes(size),
      ]);
      const title = `**${text(basearch)}: ${count(all.length, 'package')}, ${formatBytes(sizeBytes)}**`;
      const which = all.length > LARGEST ? ` The ${LARGEST} largest:` : '';
      const bounds = { maxRows: LARGEST, maxBytes };
      return [
        `${title}${which}`,
        '',
        ...renderTable(['Package', 'Version', 'Size:'], rows, bounds),
        '',
      ];
    }),
  ];
}

function largest(packages: readonly ReportedPackage[]): readonly ReportedPackage[] {
  return packages
    .toSorted((a, b) => b.sizeBytes - a.sizeBytes || compareBytes(a.name, b.name))
    .slice(0, LARGEST);
}
