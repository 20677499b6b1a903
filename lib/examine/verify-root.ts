import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { OciDigest } from '../oci/digest.ts';
import { compareRoot } from './compare-root.ts';
import { mountStore } from './container-store.ts';
import type { Difference } from './difference.ts';
import type { ExamineCode } from './errors.ts';
import { CHANGED_BY_RUNNING, ignoreMatcher } from './ignored-paths.ts';
import { readImageFiles } from './image-files.ts';
import type { ImageSource } from './image-source.ts';
import { encapsulatedView } from './ostree-form.ts';
import { type FoundTop, type SelectedImage, selectImages } from './select-image.ts';
import { formatTarget, type Target } from './target.ts';
import { type ComparedParts, nameImage } from './verify-report.ts';

/** What containers-storage gives the root folder of an image, whatever its layers say. */
const STORE_ROOT_MODE = 0o555;

/** A root file system to compare an image with. */
export interface VerifyRootOptions {
  readonly target: Exclude<Target, { readonly kind: 'layout' }>;
  /** Go's or RPM's name; this machine's when the image has several, unless given. */
  readonly architecture: string | undefined;
  /** Go's name. */
  readonly hostArchitecture: string;
  /** Patterns of paths that are left out beside `CHANGED_BY_RUNNING`. */
  readonly ignore: readonly string[];
  readonly ignoreOwners: boolean;
  readonly log: Log;
}

/**
 * Compares every file that the layers of an image make with a folder, or with what podman mounts for an
 * image or container of its store. The layers are read once, and nothing of them is stored.
 *
 * @throws ConfigError ExamineCode; BuildError LayersCode; what the source throws
 */
export async function verifyRoot(
  source: ImageSource,
  top: FoundTop,
  options: VerifyRootOptions,
): Promise<ComparedParts> {
  const { target, ignoreOwners, log } = options;
  // What is no pattern is said before gigabytes are read.
  ignoreMatcher(options.ignore);
  const image = await selectOne(source, top, options);
  const { layers, config } = image.manifest;
  await using root =
    target.kind === 'folder'
      ? { folder: target.folder, configDigest: undefined, [Symbol.asyncDispose]: async () => {} }
      : await mountStore(target.kind, target.store, log);
  const read = await log.group(`Read ${layers.length} layers of ${source.name}`, () =>
    readImageFiles(source, image, log),
  );
  const view = encapsulatedView(image, read.tree, root.folder, target.kind);
  const ignoredPatterns = [...CHANGED_BY_RUNNING, ...view.ignored, ...options.ignore];
  const { differences, counts } = await log.group(`Compare with ${formatTarget(target)}`, () =>
    compareRoot(view.root, {
      ...{ root: root.folder, ignoreOwners, isIgnored: ignoreMatcher(ignoredPatterns) },
      ...(target.kind === 'folder' ? {} : { otherRootMode: STORE_ROOT_MODE }),
    }),
  );
  return {
    ...{ images: [nameImage(image)], isOstree: view.isOstree, ignoredPatterns, counts },
    ...{ blobs: layers.length, blobBytes: read.readBytes },
    differences: [...configDifference(config.digest, root.configDigest), ...differences],
  };
}

/** One architecture lies in a root file system: that of this machine, when the image has several. */
async function selectOne(
  source: ImageSource,
  top: FoundTop,
  { architecture, hostArchitecture }: VerifyRootOptions,
): Promise<SelectedImage> {
  const isIndex = top.parsed.kind === 'index' && top.parsed.manifests.length > 1;
  const wanted = architecture ?? (isIndex ? hostArchitecture : undefined);
  const [image] = await selectImages(source, top, wanted);
  if (image !== undefined) return image;
  throw new BuildError<ExamineCode>('IMAGE_INVALID', `${source.name} has no image`);
}

function configDifference(expected: OciDigest, got: OciDigest | undefined): readonly Difference[] {
  if (got === undefined || got === expected) return [];
  const fields = [{ field: 'digest', expected, got }];
  return [{ path: 'config of the image', kind: 'changed', fields }];
}
