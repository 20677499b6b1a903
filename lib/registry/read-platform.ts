import type { ImageManifest, ManifestDescriptor } from '../oci/manifest.ts';
import type { ImageStore } from './image-place.ts';

/** Returns what an image's config says that it runs on; undefined when it says nothing, as artifacts do. */
export async function readPlatform(
  store: ImageStore,
  { config }: ImageManifest,
): Promise<ManifestDescriptor['platform']> {
  if (!/image(\.config)?\.v1\+json$/.test(config.mediaType)) return undefined;
  try {
    const bytes = await store.readBlob(config);
    const { os, architecture, variant } = JSON.parse(bytes.toString()) as Record<string, unknown>;
    if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
    return { os, architecture, ...(typeof variant === 'string' ? { variant } : {}) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
