import { createHash } from 'node:crypto';
import { compareBytes } from '../core/bytes.ts';
import { formatCreated } from '../oci/image-config.ts';
import { formatEvr } from '../rpm/evr.ts';
import { formatOciPurl } from '../rpm/purl.ts';
import { formatDocument } from './format-document.ts';
import { Identifiers } from './identifiers.ts';
import type {
  LockedRpm,
  Sbom,
  SbomFile,
  SbomPackage,
  SbomSource,
  SbomSystem,
} from './sbom-model.ts';

/** Where SPDX has documents of those who have no place of their own (SPDX 2.3, 6.5). */
const NAMESPACE = 'https://spdx.org/spdxdocs/';
const PREFIX = 'SPDXRef-';
const DOCUMENT = 'DOCUMENT';
const SYSTEM = 'System';
const NONE = 'NOASSERTION';

/**
 * Returns the SPDX 2.3 document of `sbom`, JSON with a newline at the end: equal content gives equal
 * bytes, and another document namespace than any other content. What SPDX takes for `NOASSERTION` where it is
 * not there is left out.
 * Source: SPDX specification 2.3 (ISO/IEC 5962), `schemas/spdx-schema.json`.
 */
export function formatSpdx(sbom: Sbom): string {
  const { system, packages } = sbom;
  const ids = new Identifiers(PREFIX, /[^A-Za-z0-9.-]+/g);
  const [document, root] = [ids.make(DOCUMENT), ids.make(SYSTEM)];
  const packageIds = ids.makeAll(packages, ({ nevra }) => nevra);
  const sources = sbom.sources.filter(({ locked }) => locked !== undefined);
  const sourceIds = new Map(sources.map(({ fileName }) => [fileName, ids.make(fileName)] as const));
  const fileIds = packages.map(({ files }) => files.map(({ path }) => ids.make(`File${path}`)));
  const idOf = (place: number) => packageIds[place] ?? '';
  const name = documentName(system);
  return formatDocument(
    (uuid) => ({
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      SPDXID: document,
      name,
      documentNamespace: `${NAMESPACE}${encodeURIComponent(name)}-${uuid}`,
      creationInfo: { created: formatCreated(sbom.createdSeconds), creators: ['Tool: treesmith'] },
      documentDescribes: [root],
    }),
    {
      packages: listPackages(),
      ...(fileIds.some((list) => list.length > 0) ? { files: listFiles() } : {}),
      hasExtractedLicensingInfos: extractedLicences(packages),
      relationships: listRelationships(),
    },
  );

  function* listPackages() {
    yield formatSystem(system, root);
    for (const [place, one] of packages.entries()) yield formatPackage(one, idOf(place));
    for (const source of sources) yield formatSource(source, sourceIds.get(source.fileName) ?? '');
  }

  function* listFiles() {
    for (const [place, { files }] of packages.entries()) {
      for (const [at, file] of files.entries()) yield formatFile(file, fileIds[place]?.[at] ?? '');
    }
  }

  function* listRelationships() {
    yield relationship(document, 'DESCRIBES', root);
    for (const id of packageIds) yield relationship(root, 'CONTAINS', id);
    for (const [place, { dependsOn, sourceRpm }] of packages.entries()) {
      const id = idOf(place);
      for (const other of dependsOn) yield relationship(id, 'DEPENDS_ON', idOf(other));
      const source = sourceIds.get(sourceRpm);
      if (source !== undefined) yield relationship(id, 'GENERATED_FROM', source);
      for (const file of fileIds[place] ?? []) yield relationship(id, 'CONTAINS', file);
    }
  }
}

function relationship(spdxElementId: string, relationshipType: string, relatedSpdxElement: string) {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}

function formatSystem(system: SbomSystem, id: string): object {
  const { name, version, osRelease, identity } = system;
  const isImage = identity.kind === 'image';
  const digest =
    identity.kind === 'commit'
      ? identity.commit
      : isImage
        ? identity.digest.slice('sha256:'.length)
        : undefined;
  const { cpeName } = osRelease;
  const references = [
    ...(isImage ? [purlReference(formatOciPurl(identity.digest, identity.repository))] : []),
    ...(/^cpe:2\.3:/.test(cpeName) ? [reference('SECURITY', 'cpe23Type', cpeName)] : []),
    ...(/^cpe:\//.test(cpeName) ? [reference('SECURITY', 'cpe22Type', cpeName)] : []),
  ];
  return {
    SPDXID: id,
    name,
    ...(version === '' ? {} : { versionInfo: version }),
    ...(isImage ? { packageFileName: identity.repository } : {}),
    ...supplier(osRelease.vendorName || osRelease.name),
    downloadLocation: NONE,
    filesAnalyzed: false,
    ...(digest === undefined ? {} : { checksums: [checksum('SHA256', digest)] }),
    ...homepage(osRelease.homeUrl),
    description: describeSystem(system),
    primaryPackagePurpose: isImage ? 'CONTAINER' : 'OPERATING_SYSTEM',
    ...(references.length === 0 ? {} : { externalRefs: references }),
  };
}

function formatPackage(one: SbomPackage, id: string): object {
  const { locked, licence, files } = one;
  return {
    SPDXID: id,
    name: one.name,
    versionInfo: formatEvr(one),
    ...supplier(one.vendor),
    downloadLocation: downloadLocation(locked),
    filesAnalyzed: files.length > 0,
    ...(files.length > 0 ? { packageVerificationCode: verificationCode(files) } : {}),
    ...checksums(locked),
    ...homepage(one.url),
    sourceInfo: sourceInfo(one),
    ...(licence.expression === undefined ? {} : { licenseDeclared: licence.expression }),
    ...(one.summary === '' ? {} : { summary: one.summary }),
    externalRefs: [purlReference(one.purl)],
    ...(one.buildTime === 0 ? {} : { builtDate: formatCreated(one.buildTime) }),
  };
}

function formatSource({ name, version, release, purl, locked }: SbomSource, id: string): object {
  return {
    SPDXID: id,
    name,
    versionInfo: `${version}-${release}`,
    downloadLocation: downloadLocation(locked),
    filesAnalyzed: false,
    ...checksums(locked),
    primaryPackagePurpose: 'SOURCE',
    externalRefs: [purlReference(purl)],
  };
}

function formatFile({ path, sha1, digest, algorithm }: SbomFile, id: string): object {
  const other = algorithm === 'unknown' || algorithm === 'sha1' ? undefined : algorithm;
  return {
    SPDXID: id,
    fileName: `.${path}`,
    checksums: [
      checksum('SHA1', sha1),
      ...(other === undefined ? [] : [checksum(other.toUpperCase(), digest)]),
    ],
  };
}

/** SPDX 2.3, 7.9: the SHA-1 over the files' SHA-1s, sorted. */
function verificationCode(files: readonly SbomFile[]): object {
  const sums = files.map(({ sha1 }) => sha1).sort();
  return { packageVerificationCodeValue: createHash('sha1').update(sums.join('')).digest('hex') };
}

function extractedLicences(packages: readonly SbomPackage[]): object[] {
  const all = packages.flatMap(({ licence }) => licence.references);
  const byId = new Map(all.map((one) => [one.id, one]));
  return [...byId.values()]
    .sort((a, b) => compareBytes(a.id, b.id))
    .map(({ id, name, text }) => ({ licenseId: id, extractedText: text, name }));
}

function sourceInfo({ locked }: SbomPackage): string {
  if (locked === undefined) return 'not in the lock';
  const { repoid, signer } = locked;
  const by = signer === undefined ? '' : `, signed by the OpenPGP key ${signer}`;
  return `from the repository ${repoid}${by}`;
}

function describeSystem({ osRelease, basearch, identity }: SbomSystem): string {
  const what = `${osRelease.prettyName} for ${basearch}`;
  if (identity.kind === 'commit')
    return `${what}: OSTree commit ${identity.commit} of ${identity.ref}`;
  if (identity.kind === 'image') return `${what}: ${identity.repository}@${identity.digest}`;
  return what;
}

function documentName({ name, version, basearch }: SbomSystem): string {
  return [name, version, basearch].filter((part) => part !== '').join('-');
}

function downloadLocation(locked: LockedRpm | undefined): string {
  return locked !== undefined && isWebUrl(locked.url) ? locked.url : NONE;
}

function checksums(locked: LockedRpm | undefined): object {
  return locked === undefined ? {} : { checksums: [checksum('SHA256', locked.sha256)] };
}

function checksum(algorithm: string, checksumValue: string): object {
  return { algorithm, checksumValue };
}

function homepage(url: string): object {
  return isWebUrl(url) ? { homepage: url } : {};
}

function isWebUrl(url: string): boolean {
  return /^(https?|ftp):\/\/[\x21-\x7e]+$/.test(url) && URL.canParse(url);
}

function supplier(name: string): object {
  return name === '' ? {} : { supplier: `Organization: ${name.replace(/\s+/g, ' ')}` };
}

function purlReference(purl: string): object {
  return reference('PACKAGE-MANAGER', 'purl', purl);
}

function reference(
  referenceCategory: string,
  referenceType: string,
  referenceLocator: string,
): object {
  return { referenceCategory, referenceType, referenceLocator };
}
