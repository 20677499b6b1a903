import { compareBytes } from '../core/bytes.ts';
import { collectGarbage } from '../host/collect-garbage.ts';
import { readInstalledPackages } from '../host/installed-packages.ts';
import type { LockedArch, LockedPackage } from '../remix/lockfile.ts';
import type { InstalledFile, InstalledPackage } from '../rpm/installed-package.ts';
import { formatNevra } from '../rpm/nevra.ts';
import { formatRpmPurl } from '../rpm/purl.ts';
import { ownedPath, requiredPaths, resolveDependencies } from './dependencies.ts';
import { parseLicence } from './licence.ts';
import type {
  Licence,
  LockedRpm,
  Sbom,
  SbomFile,
  SbomPackage,
  SbomSource,
  SbomSystem,
} from './sbom-model.ts';

/** What an SBOM is made of. */
export interface SbomOptions {
  /** `rpmdb.sqlite` of the system, or a copy. */
  readonly rpmdbPath: string;
  readonly system: SbomSystem;
  /** The lock of the system's architecture: where its RPMs come from. */
  readonly locked?: LockedArch;
  /** Seconds since 1970. */
  readonly createdSeconds: number;
  /** SHA-1 of each regular file of the system, by the path that a package has for it; no files without. */
  readonly fileSha1?: (path: string) => string | undefined;
}

/** Packages. */
const COLLECTED_TOGETHER = 250;
const SOURCE_RPM = /^(.+)-([^-]+)-([^-]+)\.(?:no)?src\.rpm$/;

/**
 * Joins the packages of a system with the lock: who made them, where they come from, what they need.
 *
 * @throws BuildError BAD_RPMDB, BAD_HEADER, HEADER_LIMIT
 */
export function makeSbom(options: SbomOptions): Sbom {
  const { rpmdbPath, system, fileSha1 } = options;
  const namespace = system.osRelease.id;
  const { versionId } = system.osRelease;
  const distro = versionId === '' ? namespace : `${namespace}-${versionId}`;
  const binaries = new Map((options.locked?.packages ?? []).map((one) => [lockedNevra(one), one]));
  const licences = new Map<string, Licence>();
  const licenceOf = (text: string): Licence => {
    const known = licences.get(text) ?? parseLicence(text);
    licences.set(text, known);
    return known;
  };
  const found: Picked[] = [];
  for (const one of readPackages(rpmdbPath)) found.push(pickPackage(one, fileSha1));
  found.sort((a, b) => compareBytes(a.nevra, b.nevra));
  const dependsOn = resolveDependencies(found, findOwners(rpmdbPath, found));
  const packages = found.map(({ requires: _, provides: __, ...one }, place): SbomPackage => {
    const upstream = one.sourceRpm;
    const locked = binaries.get(one.nevra);
    return {
      ...one,
      purl: formatRpmPurl({ namespace, ...one, distro, upstream }),
      licence: licenceOf(one.license),
      locked: locked === undefined ? undefined : lockedRpm(locked),
      dependsOn: dependsOn[place] ?? [],
    };
  });
  const { createdSeconds } = options;
  const sources = sourcesOf(packages, options.locked?.source ?? [], { namespace, distro });
  return { system, packages, sources, createdSeconds };
}

/** Each leaves far more behind than is kept of it: its header, and lists as long as what it provides. */
function* readPackages(rpmdbPath: string): Generator<InstalledPackage, void> {
  let count = 0;
  for (const one of readInstalledPackages(rpmdbPath)) {
    yield one;
    count += 1;
    if (count % COLLECTED_TOGETHER === 0) collectGarbage();
  }
}

/** What is kept of a package while all are read: not its header, which holds its list of files. */
type Picked = ReturnType<typeof pickPackage>;

function pickPackage(one: InstalledPackage, fileSha1: SbomOptions['fileSha1']) {
  const { name, epoch, version, release, arch, requires, provides } = one;
  const { summary, license, vendor, url, sourceRpm, buildTime, headerSha256 } = one;
  const files = fileSha1 === undefined ? [] : filesOf(one.files, fileSha1);
  const nevra = formatNevra(one);
  const texts = { summary, license, vendor, url, sourceRpm, buildTime, headerSha256 };
  const identity = { nevra, name, epoch, version, release, arch };
  return { ...identity, ...texts, requires, provides, files };
}

function filesOf(
  files: readonly InstalledFile[],
  fileSha1: (path: string) => string | undefined,
): SbomFile[] {
  return files
    .flatMap(({ path, digest, algorithm }): SbomFile[] => {
      const sha1 = digest === '' ? undefined : fileSha1(path);
      return sha1 === undefined ? [] : [{ path, digest, algorithm, sha1 }];
    })
    .sort((a, b) => compareBytes(a.path, b.path));
}

/** Who has the files that others require. Reads the database again: to keep all lists takes more. */
function findOwners(rpmdbPath: string, packages: readonly Picked[]): Map<string, number[]> {
  const wanted = requiredPaths(packages);
  const owners = new Map<string, number[]>();
  if (wanted.size === 0) return owners;
  const places = new Map(packages.map(({ nevra }, place) => [nevra, place]));
  for (const one of readPackages(rpmdbPath)) {
    const place = places.get(formatNevra(one));
    if (place === undefined) continue;
    for (const { path } of one.files) {
      const owned = ownedPath(path);
      if (!wanted.has(owned)) continue;
      const known = owners.get(owned) ?? [];
      if (!known.includes(place)) owners.set(owned, [...known, place]);
    }
  }
  return owners;
}

function sourcesOf(
  packages: readonly SbomPackage[],
  locked: readonly LockedPackage[],
  place: { readonly namespace: string; readonly distro: string },
): SbomSource[] {
  const byFile = new Map(locked.map((one) => [one.url.slice(one.url.lastIndexOf('/') + 1), one]));
  const names = new Set(packages.flatMap(({ sourceRpm }) => (sourceRpm === '' ? [] : [sourceRpm])));
  return [...names].sort(compareBytes).flatMap((fileName): SbomSource[] => {
    const [, name, version, release] = SOURCE_RPM.exec(fileName) ?? [];
    if (name === undefined || version === undefined || release === undefined) return [];
    const source = byFile.get(fileName);
    const purl = formatRpmPurl({ ...place, name, version, release, arch: 'src' });
    const rpm = source === undefined ? undefined : lockedRpm(source);
    return [{ fileName, name, version, release, purl, locked: rpm }];
  });
}

function lockedNevra({ name, evr, arch }: LockedPackage): string {
  return `${name}-${evr}.${arch}`;
}

function lockedRpm({ url, repoid, checksum, signer }: LockedPackage): LockedRpm {
  return { url: publicUrl(url), repoid, sha256: checksum.slice(7), signer };
}

/** A mirror's user name and password are nobody's business. */
function publicUrl(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}
