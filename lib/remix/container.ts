import { resolve } from 'node:path';
import type { Place } from '../core/errors.ts';
import type { Basearch } from '../host/architecture.ts';
import type { ContainerCompression, ContainerProcess, ContainerSpec } from './container-model.ts';
import type { SourceDocument } from './document.ts';
import { remixError } from './errors.ts';
import { nearestName } from './nearest.ts';
import { assertRelative } from './source.ts';

/** A container as `remix.yaml` has it, after the schema. */
export interface RawContainer {
  readonly name: string;
  readonly kind: ContainerSpec['kind'];
  readonly packages?: readonly string[];
  readonly base?: string;
  readonly files?: string;
  readonly units?: readonly string[];
  readonly architectures?: readonly Basearch[];
  readonly compression?: ContainerCompression;
  readonly 'compression-level'?: number;
  readonly 'max-layers'?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly 'working-dir'?: string;
  readonly 'exposed-ports'?: readonly (string | number)[];
  readonly volumes?: readonly string[];
  readonly 'stop-signal'?: string;
}

/** What all containers of a remix share. */
export interface ContainerContext {
  readonly architectures: readonly Basearch[];
  /** Folder of `remix.yaml`. */
  readonly directory: string;
  readonly document: SourceDocument;
}

/** Layers of a bootable container and of a base; a base is small, and layers cost each pull a request. */
const DEFAULT_MAX_LAYERS = { bootable: 64, base: 1 } as const;
/** What no package has, what changes seldom, and the package database want layers of their own. */
const MIN_BOOTABLE_LAYERS = 5;
const MAX_LEVELS = { gzip: 9, zstd: 19, 'zstd:chunked': 19 } as const;

/** Keys that a kind cannot have, and why. */
const FOREIGN_KEYS: Readonly<
  Record<ContainerSpec['kind'], Partial<Readonly<Record<keyof RawContainer, string>>>>
> = {
  bootable: {
    packages: 'a bootable container has the packages of the treefile',
    base: 'a bootable container is the commit, and has no base',
    files: 'a bootable container is the commit: use "add-files" or "ostree-layers" of the treefile',
    units: 'a bootable container is the commit: use "units" of the treefile',
    user: 'a bootable container is started by root',
    'working-dir': 'a bootable container starts a system, not a program',
    volumes: 'a bootable container has its state in /var',
  },
  base: { base: 'only an application container has a base' },
  application: {
    'max-layers': 'an application container has one layer of packages and one of files',
  },
};

/** Labels by which bootc and ostree know a commit. */
const OWN_LABELS = /^(containers\.bootc$|ostree\.)/;

/**
 * Returns the containers of `containers:`. Names differ already.
 *
 * @throws ConfigError BAD_VALUE, CONFLICTING_KEYS, PATH_UNSAFE with place
 */
export function buildContainers(
  raw: readonly RawContainer[],
  context: ContainerContext,
): ContainerSpec[] {
  const containers = raw.map((container, index) => buildContainer(container, index, context));
  for (const [index, container] of containers.entries()) {
    if (container.kind === 'application') assertBase(container, index, containers, context);
  }
  return containers;
}

function buildContainer(
  raw: RawContainer,
  index: number,
  { architectures, directory, document }: ContainerContext,
): ContainerSpec {
  const name = `containers[${index}]`;
  const placeOf = (...below: (string | number)[]) =>
    document.placeOf(['containers', index, ...below]);

  for (const [key, why] of Object.entries(FOREIGN_KEYS[raw.kind])) {
    if (raw[key as keyof RawContainer] === undefined) continue;
    const place = document.placeOfKey(['containers', index, key]);
    throw remixError('CONFLICTING_KEYS', `${name}.${key}: ${why}`, place);
  }
  const foreign = (raw.architectures ?? []).findIndex((each) => !architectures.includes(each));
  if (foreign >= 0) {
    const message = `${name}.architectures: ${raw.architectures?.[foreign]} is not among the remix's: ${architectures.join(', ')}`;
    throw remixError('BAD_VALUE', message, placeOf('architectures', foreign));
  }
  const compression = raw.compression ?? 'gzip';
  const level = raw['compression-level'];
  if (level !== undefined && level > MAX_LEVELS[compression]) {
    const message = `${name}.compression-level: expected 1 to ${MAX_LEVELS[compression]} for ${compression}, got ${level}`;
    throw remixError('BAD_VALUE', message, placeOf('compression-level'));
  }
  for (const label of Object.keys(raw.labels ?? {})) {
    if (!OWN_LABELS.test(label)) continue;
    const message = `${name}.labels: ${label} says that an image is a commit, and is set by kind: bootable`;
    throw remixError(
      'BAD_VALUE',
      message,
      document.placeOfKey(['containers', index, 'labels', label]),
    );
  }

  const common = {
    name: raw.name,
    architectures: raw.architectures ?? [],
    compression,
    ...(level === undefined ? {} : { compressionLevel: level }),
    labels: raw.labels ?? {},
    annotations: raw.annotations ?? {},
    process: buildProcess(raw),
  };
  if (raw.kind === 'bootable') {
    const maxLayers = raw['max-layers'] ?? DEFAULT_MAX_LAYERS.bootable;
    if (maxLayers < MIN_BOOTABLE_LAYERS) {
      const message = `${name}.max-layers: expected ${MIN_BOOTABLE_LAYERS} or more for kind bootable, got ${maxLayers}`;
      throw remixError('BAD_VALUE', message, placeOf('max-layers'));
    }
    return { ...common, kind: raw.kind, maxLayers };
  }
  if (raw.files !== undefined) assertFiles(raw.files, name, placeOf('files'));
  const content = {
    packages: raw.packages ?? [],
    units: raw.units ?? [],
    ...(raw.files === undefined ? {} : { files: resolve(directory, raw.files) }),
  };
  if (raw.kind === 'base') {
    const maxLayers = raw['max-layers'] ?? DEFAULT_MAX_LAYERS.base;
    return { ...common, ...content, kind: raw.kind, maxLayers };
  }
  // The schema asks for it.
  return { ...common, ...content, kind: raw.kind, base: raw.base ?? '' };
}

function buildProcess(raw: RawContainer): ContainerProcess {
  const { entrypoint, cmd, user } = raw;
  const workingDir = raw['working-dir'];
  const stopSignal = raw['stop-signal'];
  return {
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(cmd === undefined ? {} : { cmd }),
    env: raw.env ?? {},
    ...(user === undefined ? {} : { user }),
    ...(workingDir === undefined ? {} : { workingDir }),
    exposedPorts: (raw['exposed-ports'] ?? []).map((port) =>
      String(port).includes('/') ? String(port) : `${port}/tcp`,
    ),
    volumes: raw.volumes ?? [],
    ...(stopSignal === undefined ? {} : { stopSignal }),
  };
}

function assertFiles(files: string, name: string, place: Place): void {
  assertRelative(files, `${name}.files`, place);
  if (!files.split('/').includes('..')) return;
  const message = `${name}.files: ${JSON.stringify(files)} leads out of the folder of remix.yaml`;
  throw remixError('PATH_UNSAFE', message, place);
}

/** A base that is there, is one, and is made for every architecture of the application. */
function assertBase(
  application: ContainerSpec & { readonly kind: 'application' },
  index: number,
  containers: readonly ContainerSpec[],
  { architectures, document }: ContainerContext,
): void {
  const { base } = application;
  const key = `containers[${index}].base`;
  const place = document.placeOf(['containers', index, 'base']);
  const bases = containers.filter(({ kind }) => kind === 'base').map((each) => each.name);
  const found = containers.find((each) => each.name === base);
  if (found === undefined) {
    const near = nearestName(base, bases);
    const known =
      bases.length === 0 ? 'There is none of kind base.' : `Bases: ${bases.join(', ')}.`;
    const hint = near === undefined ? known : `Did you mean ${near}?`;
    throw remixError('BAD_VALUE', `${key}: there is no container "${base}"`, place, hint);
  }
  if (found.kind !== 'base') {
    const what = base === application.name ? 'itself' : `of kind ${found.kind}`;
    const hint = 'An application is made of a container of kind base.';
    throw remixError('BAD_VALUE', `${key}: "${base}" is ${what}, not of kind base`, place, hint);
  }
  const wanted = application.architectures.length > 0 ? application.architectures : architectures;
  const missing = wanted.find(
    (basearch) => found.architectures.length > 0 && !found.architectures.includes(basearch),
  );
  if (missing === undefined) return;
  throw remixError(
    'BAD_VALUE',
    `${key}: "${base}" is not made for ${missing}, only for ${found.architectures.join(', ')}`,
    place,
    `Add ${missing} to the architectures of "${base}", or set "architectures" here.`,
  );
}
