import { BuildError } from '../core/errors.ts';
import type { ExamineCode } from './errors.ts';
import type { ListedPackage } from './inspect-report.ts';

const MAX_PACKAGES = 200_000;

/**
 * Returns the packages that an SPDX 2 or CycloneDX 1 document in JSON lists: those that have a
 * package URL, without the image itself and without sources.
 *
 * @throws BuildError IMAGE_INVALID
 */
export function parseSbomPackages(
  bytes: Uint8Array,
  format: 'spdx' | 'cyclonedx',
): ListedPackage[] {
  const document = asObject(parseJson(bytes));
  const listed = document[format === 'spdx' ? 'packages' : 'components'] ?? [];
  if (!Array.isArray(listed) || listed.length > MAX_PACKAGES) throw invalid('it has no packages');
  return listed.flatMap((item): ListedPackage[] => {
    const one = asObject(item);
    return format === 'spdx' ? spdxPackage(one) : cyclonePackage(one);
  });
}

type Members = Readonly<Record<string, unknown>>;

function spdxPackage(one: Members): ListedPackage[] {
  if (one['primaryPackagePurpose'] === 'SOURCE') return [];
  const references = Array.isArray(one['externalRefs']) ? one['externalRefs'] : [];
  const purl = references.map(asObject).find(({ referenceType }) => referenceType === 'purl')?.[
    'referenceLocator'
  ];
  const license = textOf(one['licenseDeclared']);
  return listPackage(purl, {
    ...{ name: one['name'], version: one['versionInfo'] },
    license: license === 'NOASSERTION' ? '' : license,
  });
}

function cyclonePackage(one: Members): ListedPackage[] {
  const licenses = Array.isArray(one['licenses']) ? one['licenses'] : [];
  const license = licenses
    .map((item) => {
      const { expression, license: named } = asObject(item);
      const { id, name } = asObject(named ?? {});
      return textOf(expression) || textOf(id) || textOf(name);
    })
    .join(' AND ');
  return listPackage(one['purl'], { name: one['name'], version: one['version'], license });
}

function listPackage(
  purl: unknown,
  { name, version, license }: { name: unknown; version: unknown; license: string },
): ListedPackage[] {
  if (typeof purl !== 'string' || !/^pkg:(?!oci\/)/.test(purl)) return [];
  const arch = new URLSearchParams(/\?([^#]*)/.exec(purl)?.[1] ?? '').get('arch') ?? '';
  if (arch === 'src') return [];
  return [{ name: textOf(name), version: textOf(version), arch, license }];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asObject(value: unknown): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  throw invalid('it is not as its format has it');
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalid('it is not JSON', cause);
  }
}

function invalid(why: string, cause?: unknown): BuildError<ExamineCode> {
  return new BuildError<ExamineCode>('IMAGE_INVALID', `the SBOM of the image is bad: ${why}`, {
    cause,
  });
}
