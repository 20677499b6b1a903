import { compareBytes, formatBytes } from '../core/bytes.ts';
import type {
  FoundSignature,
  InspectedImage,
  InspectedLayer,
  ReferenceReport,
  Referrer,
} from './inspect-report.ts';
import { printable } from './printable.ts';

const WIDTH = 12;
const MAX_TEXT = 100;
const MAX_NAMES = 6;
/** Builders put whole files into labels. */
const MAX_VALUE = 500;
/** Annotations that say where the table of a zstd:chunked layer is. */
const CHUNKED = 'io.github.containers.zstd-chunked.';

const PACKAGES_FROM = {
  spdx: 'SPDX document',
  cyclonedx: 'CycloneDX document',
  rpmdb: 'rpmdb in layer',
  annotations: 'annotations of the layers from',
} as const;

/** Returns the report for people: first what it is called, then each architecture. */
export function formatReferenceReport(
  report: ReferenceReport,
  options: { readonly withPackages: boolean },
): string[] {
  const { images, isIndex, referrers } = report;
  return [
    printable(report.reference),
    row('digest', report.digest),
    row('type', report.mediaType),
    ...(isIndex ? [row('platforms', images.map(({ platform }) => platform).join(', '))] : []),
    ...record('annotation', report.annotations, isIndex ? {} : labelsOf(images)),
    ...report.others.map((other) => row('also has', formatReferrer(other))),
    ...referrers.map((referrer) => row('referrer', formatReferrer(referrer))),
    ...signatures(report.signatures),
    ...images.flatMap((image) => ['', ...formatImage(image, report, options.withPackages)]),
  ].map(printable);
}

function formatImage(image: InspectedImage, report: ReferenceReport, withPackages: boolean) {
  const { config, layers, form } = image;
  return [
    image.platform,
    ...(report.isIndex ? [row('digest', image.digest)] : []),
    row('config', image.configDigest),
    row('size', `${formatBytes(image.sizeBytes)} in ${count(layers.length, 'layer')}`),
    ...(form === 'files' ? [] : [row('form', FORMS[form])]),
    ...text('created', config.created),
    ...text('author', config.author),
    ...words('entrypoint', config.entrypoint),
    ...words('cmd', config.cmd),
    ...text('user', config.user),
    ...text('folder', config.workingFolder),
    ...text('stop signal', config.stopSignal),
    ...words('ports', config.exposedPorts),
    ...words('volumes', config.volumes),
    ...config.env.map((variable) => row('env', variable)),
    ...record('label', config.labels),
    ...(report.isIndex ? record('annotation', image.annotations, config.labels) : []),
    ...image.referrers.map((referrer) => row('referrer', formatReferrer(referrer))),
    ...(report.isIndex ? signatures(image.signatures) : []),
    ...layers.map((layer, index) => row(`layer ${index + 1}`, formatLayer(layer))),
    ...packages(image, withPackages),
  ];
}

const FORMS = {
  bootc: 'a bootable OSTree commit (bootc, ostree container)',
  ostree: 'an OSTree commit',
} as const;

function packages({ packages: found }: InspectedImage, withPackages: boolean): string[] {
  if (found === undefined) {
    const hint = withPackages ? 'no list, and no rpmdb' : 'not listed; --packages reads the layers';
    return [row('packages', hint)];
  }
  const from = `${PACKAGES_FROM[found.from]} ${short(found.digest)}`;
  const head = row('packages', `${found.packages.length} (${from})`);
  if (!withPackages) return [head];
  return [
    head,
    ...found.packages.map(({ name, version, arch, license }) => {
      const nevra = `${name}-${version}${arch === '' ? '' : `.${arch}`}`;
      return `    ${nevra}${license === '' ? '' : `  ${license}`}`;
    }),
  ];
}

function formatLayer({ digest, sizeBytes, mediaType, components, ...layer }: InspectedLayer) {
  const isChunked = Object.keys(layer.annotations).some((key) => key.startsWith(CHUNKED));
  const compression = isChunked ? 'zstd:chunked' : (/(gzip|zstd)$/.exec(mediaType)?.[1] ?? 'tar');
  const about =
    components.length > 0
      ? names(components)
      : (layer.comment || layer.createdBy).replace(/\s+/g, ' ').slice(0, MAX_TEXT);
  const size = formatBytes(sizeBytes).padStart(10);
  return `${short(digest)}  ${compression} ${size}${about === '' ? '' : `  ${about}`}`;
}

function names(all: readonly string[]): string {
  const more = all.length > MAX_NAMES ? ` and ${all.length - MAX_NAMES} more` : '';
  return `${all.slice(0, MAX_NAMES).join(', ')}${more}`;
}

function signatures(found: readonly FoundSignature[]): string[] {
  if (found.length === 0) return [row('signatures', 'none')];
  return found.map(({ kind, about, digest, isGood, why }) => {
    const verdict =
      isGood === undefined ? (why ?? 'not verified') : isGood ? 'good' : `BAD: ${why}`;
    return row('signature', `${kind} ${short(digest)} ${about} (${verdict})`);
  });
}

function formatReferrer({ type, digest, sizeBytes }: Referrer): string {
  return `${type} ${short(digest)} ${formatBytes(sizeBytes)}`;
}

/** What `others` says already is left out. */
function record(
  what: string,
  entries: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>> = {},
): string[] {
  return Object.entries(entries)
    .filter(([key, value]) => others[key] !== value)
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([key, value]) => row(what, `${key}=${value}`));
}

function labelsOf([image]: readonly InspectedImage[]): Readonly<Record<string, string>> {
  return image?.config.labels ?? {};
}

function text(what: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [row(what, value)];
}

function words(what: string, list: readonly string[]): string[] {
  return list.length === 0 ? [] : [row(what, list.map((word) => JSON.stringify(word)).join(' '))];
}

function row(what: string, value: string): string {
  const shown = value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}…` : value;
  return `  ${what.padEnd(WIDTH)} ${shown}`;
}

/** Enough to tell one from the other; --json has all of it. */
function short(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
