import type { ImageFormat, Remix } from './remix-model.ts';
import { DEFAULT_IMAGE_BYTES } from './size.ts';

/**
 * Returns the remix with its images of one format alone. Where it has none, there is one of that name
 * and format, of the default size: a remix needs no `images:` to be tried in another format.
 */
export function withFormat(remix: Remix, format: ImageFormat): Remix {
  const images = remix.images.filter((image) => image.format === format);
  if (images.length > 0) return { ...remix, images };
  const image = { name: format, format, sizeBytes: DEFAULT_IMAGE_BYTES };
  return { ...remix, images: [{ ...image, firmware: [], kernelArguments: [] }] };
}
