import { defaultImage } from './image.ts';
import { assertBootPath } from './image-formats.ts';
import type { ImageFormat } from './image-model.ts';
import type { Remix } from './remix-model.ts';

/**
 * Returns the remix with its images of one format alone. Where it has none, there is one of that name
 * and format, with every other key left out: a remix needs no `images:` to be tried in another format.
 *
 * @throws ConfigError BAD_VALUE when that image has no way to boot on an architecture of the remix
 */
export function withFormat(remix: Remix, format: ImageFormat): Remix {
  const images = remix.images.filter((image) => image.format === format);
  if (images.length > 0) return { ...remix, images };
  for (const basearch of remix.architectures) assertBootPath(format, basearch, `format ${format}`);
  return { ...remix, images: [defaultImage(format, format, remix.platforms)] };
}
