import { BuildError, ConfigError } from '../core/errors.ts';
import type { OciDigest } from '../oci/digest.ts';
import { isManifestType } from '../oci/media-types.ts';
import type { PulledManifest, RegistryClient } from './client.ts';
import type { RegistryCode } from './errors.ts';
import type { OciLayout } from './layout.ts';

/** Where images are. */
export type ImageStore = RegistryClient | OciLayout;

/** One image, or where one goes. */
export interface ImagePlace {
  readonly store: ImageStore;
  readonly tag?: string | undefined;
  readonly digest?: OciDigest | undefined;
}

/** Returns how messages name a place. */
export function formatPlaceName({ store, tag, digest }: ImagePlace): string {
  const tagged = tag === undefined ? '' : `:${tag}`;
  return `${store.name}${tagged}${digest === undefined ? '' : `@${digest}`}`;
}

/**
 * Returns the manifest or index that a place names. When it has a tag and a digest, both must name the same.
 *
 * @throws ConfigError IMAGE_MISSING, MEDIA_TYPE_UNSUPPORTED; BuildError TAG_MOVED; what the store throws
 */
export async function resolveImage(place: ImagePlace): Promise<PulledManifest> {
  const { store, tag, digest } = place;
  const found = await store.getManifest(tag ?? digest);
  if (found === undefined) {
    const message = `${formatPlaceName(place)}: there is no such image`;
    throw new ConfigError<RegistryCode>('IMAGE_MISSING', message, {
      hint: 'Look at the name; "treesmith registry list" says which tags there are.',
    });
  }
  if (digest !== undefined && found.digest !== digest) {
    const message = `${store.name}:${tag} is ${found.digest} now, expected ${digest}`;
    throw new BuildError<RegistryCode>('TAG_MOVED', message, {
      hint: 'Somebody has pushed meanwhile: inspect the tag again, or leave it out.',
    });
  }
  const type = typeOf(found);
  if (isManifestType(type)) return { ...found, mediaType: type };
  const message = `${formatPlaceName(place)} is of the type ${JSON.stringify(type)}, expected an image or index of OCI or Docker (schema 2)`;
  throw new ConfigError<RegistryCode>('MEDIA_TYPE_UNSUPPORTED', message, {
    hint: 'Push it again with a newer tool.',
  });
}

/** What it says itself is what its digest stands for. */
function typeOf({ bytes, mediaType }: PulledManifest): string {
  try {
    const said = (JSON.parse(bytes.toString()) as Record<string, unknown> | null)?.['mediaType'];
    return typeof said === 'string' ? said.slice(0, 200) : mediaType;
  } catch {
    return mediaType;
  }
}
