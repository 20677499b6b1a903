import { ConfigError, TreesmithError } from '../core/errors.ts';
import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import { registryAuthFiles } from '../host/auth-files.ts';
import type { OciDigest } from '../oci/digest.ts';
import { type ImageManifest, parseManifest } from '../oci/manifest.ts';
import { parseReference } from '../oci/reference.ts';
import { readImageTree } from '../registry/image-tree.ts';
import { openPlace, type PlaceAccess } from '../registry/open-place.ts';
import type { ContainerSpec } from '../remix/container-model.ts';
import type { Remix } from '../remix/remix.ts';
import type { GlueCode } from './errors.ts';
import type { Workspace } from './workspace.ts';

/** Where the images are that the build before this one made. */
export interface PreviousImages {
  /** By the container's name: what `openPlace` reads. */
  readonly places: ReadonlyMap<string, string>;
  readonly login?: PlaceAccess['login'];
}

/** The image of a container that was made before. */
export interface PreviousImage {
  readonly digest: OciDigest;
  readonly manifest: ImageManifest;
}

/**
 * Nothing was published yet, or not for this architecture. Of what is not there, some registries say
 * that it is not ours to read.
 */
const NOT_THERE = new Set(['IMAGE_MISSING', 'ARCHITECTURE_MISSING', 'REGISTRY_DENIED']);

/**
 * Returns where the images before are, by the names of containers, as NAME=PLACE says it. A place without a name
 * has `*` where the name of every container goes, or is that of the only container in `wanted`: those that are
 * made; all of remix.yaml when undefined. What names a container comes before what names all.
 *
 * @throws ConfigError BAD_PREVIOUS, REFERENCE_INVALID
 */
export function parsePrevious(
  given: readonly string[],
  { containers }: Pick<Remix, 'containers'>,
  wanted?: readonly string[],
): PreviousImages {
  const names = containers.map(({ name }) => name);
  const placesOf = (text: string): readonly (readonly [string, string])[] => {
    const [, name, place] = /^([a-z0-9][a-z0-9._-]*)=(.+)$/.exec(text) ?? [];
    if (name !== undefined && place !== undefined && names.includes(name)) return [[name, place]];
    if (name === undefined && text.includes('*')) {
      return names.map((each) => [each, text.replaceAll('*', each)]);
    }
    const [only, other] = wanted ?? names;
    if (name === undefined && only !== undefined && other === undefined) return [[only, text]];
    const message = `expected the image before as NAME=PLACE with a container of remix.yaml, got ${JSON.stringify(text)}`;
    throw new ConfigError<GlueCode>('BAD_PREVIOUS', message, {
      hint: `It has: ${names.join(', ') || 'none'}. PLACE alone is enough when one container is made, or with * for its name.`,
    });
  };
  const isForAll = (text: string) => /^[^=]*\*/.test(text);
  const sorted = [...given].sort((a, b) => Number(isForAll(b)) - Number(isForAll(a)));
  const places = sorted.flatMap(placesOf);
  // Said before anything is made.
  for (const [, place] of places) {
    if (!place.startsWith('oci:')) parseReference(place.replace(/^docker:\/\//, ''));
  }
  return { places: new Map(places) };
}

/**
 * Returns the previous image of a container for one architecture; undefined when none is asked for, and
 * when there is none yet, which is logged.
 *
 * @throws what `openPlace` and `readImageTree` throw but for what says that there is no image
 */
export async function previousImage(
  { http, log }: Pick<Workspace, 'http' | 'log'>,
  { name }: Pick<ContainerSpec, 'name'>,
  basearch: Basearch,
  previous: PreviousImages | undefined,
): Promise<PreviousImage | undefined> {
  const place = previous?.places.get(name);
  if (place === undefined) return undefined;
  const access = { http, authFiles: registryAuthFiles(), login: previous?.login };
  try {
    const opened = await openPlace(place, access);
    const { manifests } = await readImageTree(opened, ARCHITECTURES[basearch].oci);
    const found = manifests.at(-1);
    if (found === undefined) return undefined;
    const manifest = parseManifest(found.bytes, found.mediaType);
    return manifest.kind === 'manifest' ? { digest: found.digest, manifest } : undefined;
  } catch (error) {
    if (!(error instanceof TreesmithError) || !NOT_THERE.has(error.code)) throw error;
    const message = `${error.message}: the layers of ${name} are planned anew`;
    if (error.code === 'REGISTRY_DENIED') log.warn(message);
    else log.info(message);
    return undefined;
  }
}
