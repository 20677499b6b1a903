import { compareBytes } from '../core/bytes.ts';
import { BuildError, ConfigError } from '../core/errors.ts';
import { groupBy } from '../core/group-by.ts';
import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import { registryAuthFiles } from '../host/auth-files.ts';
import type { OciDigest } from '../oci/digest.ts';
import { formatImageIndex } from '../oci/image-manifest.ts';
import { OCI_INDEX } from '../oci/media-types.ts';
import { isTag } from '../oci/reference.ts';
import { type CopiedImage, copyImage } from '../registry/copy-image.ts';
import { OciLayout } from '../registry/layout.ts';
import { openPlace, type PlaceAccess } from '../registry/open-place.ts';
import type { ContainerOutcome } from './container.ts';
import type { GlueCode } from './errors.ts';
import { LAYOUT_TAG } from './make-container.ts';
import { readResult } from './result-file.ts';
import type { Workspace } from './workspace.ts';

/** Where containers are pushed to. */
export interface PushOptions {
  /** `host[:port]/namespace`: each container is a repository below it. */
  readonly registry: string;
  /** Names of containers; all of the results when undefined. */
  readonly names?: readonly string[] | undefined;
  /** The version of each container and `latest` when empty. */
  readonly tags: readonly string[];
  readonly login?: PlaceAccess['login'];
}

/** A container in a registry. */
export interface PushedContainer {
  readonly name: string;
  /** With the first tag. */
  readonly reference: string;
  /** Of the manifest, or of the index of several architectures. */
  readonly digest: OciDigest;
  readonly tags: readonly string[];
  readonly architectures: readonly string[];
  /** What was sent, and what was there or mounted. SBOMs are in it. */
  readonly pushedBytes: number;
  readonly pushedLayers: number;
  readonly reusedLayers: number;
}

/**
 * Pushes the containers of the results, with what refers to them: blobs, manifests, and last the tags.
 * Several architectures of one container become one index, which takes the place of what was there: an
 * architecture of remix.yaml that the results do not have is warned of.
 *
 * @throws ConfigError NOTHING_TO_PUBLISH, NO_CONTAINER, BAD_TAG; BuildError CONTAINER_CHANGED; what `copyImage` throws
 */
export async function runPushContainers(
  { remix, outDir, http, log }: Pick<Workspace, 'remix' | 'outDir' | 'http' | 'log'>,
  { registry, names, tags, login }: PushOptions,
): Promise<PushedContainer[]> {
  for (const tag of tags) if (!isTag(tag)) throw badTag(tag);
  const wanted = await wantedContainers(outDir, names);
  const access = { http, authFiles: registryAuthFiles(), login };
  const pushed: PushedContainer[] = [];
  const all = [...wanted.keys()];
  const repositoryOf = (name: string) => `${registry.replace(/\/+$/, '')}/${name}`;
  for (const [name, outcomes] of wanted) {
    const missing = missingArchitectures(remix, name, outcomes);
    if (missing.length > 0) {
      const where = `${outDir} has none of it`;
      log.warn(`${name} is pushed without ${missing.join(', ')}, and its tags lose that: ${where}`);
    }
    const place = await openPlace(repositoryOf(name), access);
    const others = all.filter((other) => other !== name).map(repositoryOf);
    const mountFrom = others.map((other) => other.slice(other.indexOf('/') + 1));
    const copies: CopiedImage[] = [];
    for (const outcome of outcomes) {
      const store = await OciLayout.open(outcome.path);
      await assertUnchanged(store, outcome);
      const from = { store, digest: outcome.digest };
      const to = { store: place.store, digest: outcome.digest };
      copies.push(await copyImage(from, to, { referrers: true, mountFrom, log }));
    }
    const top = await topManifest(outcomes);
    const [version = LAYOUT_TAG] = outcomes.map((outcome) => outcome.version);
    const own = tags.length > 0 ? tags : [...new Set([version, LAYOUT_TAG])].filter(isTag);
    let digest = outcomes[0]?.digest as OciDigest;
    for (const tag of own) digest = await place.store.putManifest(tag, top.bytes, top.mediaType);
    const blobs = copies
      .flatMap((copy) => copy.blobs)
      .filter(({ mediaType }) => isLayer(mediaType));
    const sent = blobs.filter(({ how }) => how === 'copied').length;
    pushed.push({
      name,
      reference: `${repositoryOf(name)}:${own[0] ?? LAYOUT_TAG}`,
      digest,
      tags: own,
      architectures: outcomes.map(({ basearch }) => basearch),
      pushedBytes: copies.reduce((sum, { copiedBytes }) => sum + copiedBytes, 0),
      pushedLayers: sent,
      reusedLayers: blobs.length - sent,
    });
  }
  return pushed;
}

/** Returns the architectures that remix.yaml wants of a container and the results do not have. */
function missingArchitectures(
  remix: Workspace['remix'],
  name: string,
  outcomes: readonly ContainerOutcome[],
): readonly Basearch[] {
  const own = remix.containers.find((container) => container.name === name)?.architectures ?? [];
  const wanted = own.length > 0 ? own : remix.architectures;
  return wanted.filter((basearch) => !outcomes.some((one) => one.basearch === basearch));
}

/** Returns what is to be pushed by name, architectures in the order of their names. */
async function wantedContainers(
  outDir: string,
  names: readonly string[] | undefined,
): Promise<ReadonlyMap<string, readonly ContainerOutcome[]>> {
  const containers = (await readResult(outDir))?.containers ?? [];
  if (containers.length === 0) {
    throw new ConfigError<GlueCode>('NOTHING_TO_PUBLISH', `${outDir} has no containers`, {
      hint: 'Make them first: "treesmith container" or "treesmith build", with the same "out".',
    });
  }
  const known = groupBy(containers, ({ name }) => name);
  const unknown = (names ?? []).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    const message = `${outDir} has no container named ${unknown.join(', ')}`;
    throw new ConfigError<GlueCode>('NO_CONTAINER', message, {
      hint: `It has: ${[...known.keys()].join(', ')}.`,
    });
  }
  return new Map(
    [...known]
      .filter(([name]) => names === undefined || names.includes(name))
      .map(([name, found]) => [
        name,
        [...found].sort((a, b) => compareBytes(a.basearch, b.basearch)),
      ]),
  );
}

/** What lies in the folder is what the results say, and nothing that came there later. */
async function assertUnchanged(
  layout: OciLayout,
  { name, digest, path }: ContainerOutcome,
): Promise<void> {
  const found = await layout.getManifest(LAYOUT_TAG);
  if (found?.digest === digest) return;
  throw new BuildError<GlueCode>(
    'CONTAINER_CHANGED',
    `container ${name} in ${path} is ${found?.digest ?? 'gone'}, the results say ${digest}`,
    { hint: 'Make it again.' },
  );
}

async function topManifest(
  outcomes: readonly ContainerOutcome[],
): Promise<{ readonly bytes: Buffer; readonly mediaType: string }> {
  const manifests = [];
  for (const { path, digest, basearch } of outcomes) {
    const layout = await OciLayout.open(path);
    const found = await layout.getManifest(digest);
    if (found === undefined) throw new TypeError(`${path} has lost ${digest}`);
    const platform = { architecture: ARCHITECTURES[basearch].oci, os: 'linux' };
    manifests.push({ ...found, platform });
  }
  const [only] = manifests;
  if (only !== undefined && manifests.length === 1) return only;
  const parts = manifests.map(({ bytes, digest, mediaType, platform }) => ({
    ...{ mediaType, digest, platform },
    size: bytes.length,
  }));
  return { bytes: formatImageIndex({ manifests: parts }), mediaType: OCI_INDEX };
}

function isLayer(mediaType: string): boolean {
  return /layer/.test(mediaType);
}

function badTag(tag: string): ConfigError<GlueCode> {
  return new ConfigError<GlueCode>('BAD_TAG', `${JSON.stringify(tag)} is no tag of an image`, {
    hint: 'Letters, digits, ".", "_" and "-", at most 128; the first no "." or "-".',
  });
}
