import { type MakeImagesOptions, makeImages } from '../../lib/build/make-images.ts';
import type { MediaFile } from '../../lib/media/media-model.ts';
import { defaultImage } from '../../lib/remix/image.ts';
import type { ImageSpec } from '../../lib/remix/image-model.ts';
import { DEFAULT_PLATFORMS } from '../../lib/remix/platforms.ts';

const PLATFORMS = new Map(DEFAULT_PLATFORMS.map((platform) => [platform.name, platform]));

/** One image, of which remix.yaml says little. */
export interface ImageOptions extends Omit<MakeImagesOptions, 'images' | 'basearch'> {
  readonly basearch?: MakeImagesOptions['basearch'];
  /** What is left out is as in remix.yaml. */
  readonly image: Pick<ImageSpec, 'format' | 'sizeBytes'> & Partial<ImageSpec>;
  readonly output: string;
}

/** Makes one image that is a file. Throws as `makeImages` does. */
export async function buildImage({ image, output, ...options }: ImageOptions): Promise<MediaFile> {
  const spec = { ...defaultImage('image', image.format, PLATFORMS), ...image };
  const made = await makeImages({ basearch: 'x86_64', ...options, images: [{ spec, output }] });
  const [file] = made[0]?.files ?? [];
  if (file === undefined) throw new Error(`no file was made of ${output}`);
  return file;
}
