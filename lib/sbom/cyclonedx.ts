import { formatCreated } from '../oci/image-config.ts';
import { formatEvr } from '../rpm/evr.ts';
import { formatOciPurl } from '../rpm/purl.ts';
import { formatDocument } from './format-document.ts';
import { Identifiers } from './identifiers.ts';
import type {
  Licence,
  LockedRpm,
  Sbom,
  SbomFile,
  SbomPackage,
  SbomSource,
  SbomSystem,
} from './sbom-model.ts';

/** Of the files of a package: CycloneDX's names. */
const ALGORITHMS = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha224: undefined,
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
  unknown: undefined,
} as const;

/**
 * Returns the CycloneDX 1.6 document of `sbom`, JSON with a newline at the end: equal content gives
 * equal bytes, and another serial number than any other content.
 * Source: ECMA-424, `schema/bom-1.6.schema.json`.
 */
export function formatCycloneDx(sbom: Sbom): string {
  const { system, packages, createdSeconds } = sbom;
  const sources = new Map(sbom.sources.map((source) => [source.fileName, source]));
  const ids = new Identifiers();
  const root = ids.make(systemReference(system));
  const references = ids.makeAll(packages, ({ nevra }) => nevra);
  const referenceOf = (place: number) => references[place] ?? '';
  return formatDocument(
    (uuid) => ({
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: `urn:uuid:${uuid}`,
      version: 1,
      metadata: {
        timestamp: formatCreated(createdSeconds),
        lifecycles: [{ phase: 'build' }],
        tools: { components: [{ type: 'application', name: 'treesmith' }] },
        component: formatSystem(system, root),
      },
    }),
    { components: listComponents(), dependencies: listDependencies() },
  );

  function* listComponents() {
    for (const [place, one] of packages.entries()) {
      yield formatPackage(one, referenceOf(place), sources.get(one.sourceRpm));
    }
    if (system.identity.kind === 'image') yield formatOperatingSystem(system, ids);
  }

  function* listDependencies() {
    yield { ref: root, dependsOn: references };
    for (const [place, { dependsOn }] of packages.entries()) {
      const needs = dependsOn.length === 0 ? {} : { dependsOn: dependsOn.map(referenceOf) };
      yield { ref: referenceOf(place), ...needs };
    }
  }
}

function systemReference({ name, version, basearch, identity }: SbomSystem): string {
  if (identity.kind === 'commit') return `ostree:${identity.commit}`;
  if (identity.kind === 'image') return formatOciPurl(identity.digest, identity.repository);
  return `system:${name}:${version}:${basearch}`;
}

function formatSystem(system: SbomSystem, root: string): object {
  const { name, version, basearch, osRelease, identity } = system;
  const supplier = osRelease.vendorName || osRelease.name;
  const pinned =
    identity.kind === 'tree'
      ? {}
      : {
          hashes: [
            sha256Hash(identity.kind === 'commit' ? identity.commit : identity.digest.slice(7)),
          ],
        };
  return {
    type: identity.kind === 'image' ? 'container' : 'operating-system',
    'bom-ref': root,
    supplier: { name: supplier },
    name,
    version,
    description: osRelease.prettyName,
    ...pinned,
    ...(osRelease.cpeName === '' ? {} : { cpe: osRelease.cpeName }),
    ...(identity.kind === 'image' ? { purl: root } : {}),
    ...references([['website', osRelease.homeUrl]]),
    ...properties({
      basearch,
      'ostree:ref': identity.kind === 'commit' ? identity.ref : undefined,
      'ostree:commit': identity.kind === 'commit' ? identity.commit : undefined,
      'oci:repository': identity.kind === 'image' ? identity.repository : undefined,
    }),
  };
}

/** The distribution in a container, which scanners go by. */
function formatOperatingSystem({ osRelease }: SbomSystem, ids: Identifiers): object {
  const { id, versionId, prettyName, cpeName } = osRelease;
  return {
    type: 'operating-system',
    'bom-ref': ids.make(`os:${id}:${versionId}`),
    name: id,
    version: versionId,
    description: prettyName,
    ...(cpeName === '' ? {} : { cpe: cpeName }),
  };
}

function formatPackage(
  one: SbomPackage,
  reference: string,
  source: SbomSource | undefined,
): object {
  const { locked, vendor, summary, licence, purl } = one;
  return {
    type: 'library',
    'bom-ref': reference,
    ...(vendor === '' ? {} : { supplier: { name: vendor } }),
    name: one.name,
    version: formatEvr(one),
    ...(summary === '' ? {} : { description: summary }),
    ...(locked === undefined ? {} : { hashes: [sha256Hash(locked.sha256)] }),
    ...licences(licence),
    purl,
    ...(source?.locked === undefined
      ? {}
      : { pedigree: { ancestors: [formatSource(source, source.locked)] } }),
    ...references([
      ['website', one.url],
      ['distribution', locked?.url],
    ]),
    ...(one.files.length === 0
      ? {}
      : { components: one.files.map((file) => formatFile(file, reference)) }),
    ...properties({
      // What pins a package that was installed from a file nobody knows.
      'rpm:headersha256': locked === undefined ? one.headerSha256 : undefined,
      'rpm:repository': locked?.repoid,
      'rpm:signer': locked?.signer,
    }),
  };
}

function formatSource({ name, version, release, purl }: SbomSource, locked: LockedRpm): object {
  return {
    type: 'library',
    name,
    version: `${version}-${release}`,
    hashes: [sha256Hash(locked.sha256)],
    purl,
    ...references([['distribution', locked.url]]),
  };
}

function formatFile({ path, sha1, digest, algorithm }: SbomFile, owner: string): object {
  const alg = ALGORITHMS[algorithm];
  const other = alg === undefined || alg === 'SHA-1' ? [] : [{ alg, content: digest }];
  return {
    type: 'file',
    'bom-ref': `${owner}#${path}`,
    name: path,
    hashes: [{ alg: 'SHA-1', content: sha1 }, ...other],
  };
}

/** An identifier where it is one; an expression; or the name that the package has for it. */
function licences({ text, expression, isListed, references: unlisted }: Licence): object {
  if (expression === undefined) return {};
  const [first] = unlisted;
  if (isListed) return { licenses: [{ license: { id: expression, acknowledgement: 'declared' } }] };
  if (first?.id === expression) {
    return { licenses: [{ license: { name: text, acknowledgement: 'declared' } }] };
  }
  return { licenses: [{ expression, acknowledgement: 'declared' }] };
}

function references(urls: readonly (readonly [type: string, url: string | undefined])[]): object {
  const found = urls.flatMap(([type, url]) =>
    url !== undefined && isUrl(url) ? [{ type, url }] : [],
  );
  return found.length === 0 ? {} : { externalReferences: found };
}

function isUrl(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(url) && URL.canParse(url);
}

function properties(values: Readonly<Record<string, string | undefined>>): object {
  const found = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [{ name: `treesmith:${name}`, value }],
  );
  return found.length === 0 ? {} : { properties: found };
}

function sha256Hash(content: string): object {
  return { alg: 'SHA-256', content };
}
