import type { KeyObject } from 'node:crypto';
import type { PlaceAccess } from '../registry/open-place.ts';
import type { Difference } from './difference.ts';
import { findSignatures } from './find-signatures.ts';
import { readImageFiles } from './image-files.ts';
import { type ImageSource, openImageSource } from './image-source.ts';
import type { FoundSignature } from './inspect-report.ts';
import { describeReferrer } from './layer-notes.ts';
import { type FoundTop, findTop, selectImages } from './select-image.ts';
import { formatTarget, resolveTarget } from './target.ts';
import { verifyLayout } from './verify-layout.ts';
import { type ComparedParts, NO_FILES, nameImage, type VerifyReport } from './verify-report.ts';
import { type VerifyRootOptions, verifyRoot } from './verify-root.ts';

/** What to compare with what. */
export interface VerifyReferenceOptions extends Omit<VerifyRootOptions, 'target'> {
  /** `host/name[:tag][@digest]`, or `oci:DIR[:TAG]`. */
  readonly reference: string;
  /** As `resolveTarget` reads it; the image's own digests unless given. */
  readonly against: string | undefined;
  readonly access: PlaceAccess;
  /** One signature of the image must have been made with this. */
  readonly key?: KeyObject | undefined;
}

/**
 * Compares an image with what lies or runs here: a root file system, an OCI layout, an image or container of
 * podman. With nothing to compare it with, every layer in the registry is read and hashed.
 *
 * @throws ConfigError ExamineCode, RegistryCode, REFERENCE_INVALID; BuildError LayersCode, RegistryCode
 */
export async function verifyReference(options: VerifyReferenceOptions): Promise<VerifyReport> {
  const { reference, against, access } = options;
  const target = against === undefined ? undefined : await resolveTarget(against);
  const source = await openImageSource(reference, access);
  const top = await findTop(source);
  const { log, architecture } = options;
  const signatures = await signaturesOf(source, top, options);
  const parts =
    target === undefined
      ? await readAll(source, top, options)
      : target.kind === 'layout'
        ? await log.group(`Compare blobs of ${formatTarget(target)}`, () =>
            verifyLayout(source, top, { ...target, architecture, log }),
          )
        : await verifyRoot(source, top, { ...options, target });
  return {
    ...{ reference, digest: top.pulled.digest, signatures },
    against:
      target === undefined
        ? { kind: 'registry', name: reference }
        : { kind: target.kind, name: formatTarget(target) },
    ...parts,
    differences: [...unsigned(signatures, options.key), ...parts.differences],
  };
}

async function readAll(
  source: ImageSource,
  top: FoundTop,
  { architecture, log }: VerifyReferenceOptions,
): Promise<ComparedParts> {
  const images = await selectImages(source, top, architecture);
  let blobs = 0;
  let blobBytes = 0;
  for (const image of images) {
    const { layers } = image.manifest;
    await log.group(`Read ${layers.length} layers of ${nameImage(image).platform}`, async () => {
      blobBytes += (await readImageFiles(source, image, log)).readBytes;
    });
    blobs += layers.length;
  }
  return {
    ...{ images: images.map(nameImage), isOstree: false, ignoredPatterns: [], counts: NO_FILES },
    ...{ blobs, blobBytes, differences: [] },
  };
}

/** Those of what the reference stands for: who signs an index signs all that it lists. */
async function signaturesOf(
  source: ImageSource,
  { pulled }: FoundTop,
  { key }: VerifyReferenceOptions,
): Promise<readonly FoundSignature[]> {
  if (key === undefined) return [];
  const referrers = (await source.listReferrers(pulled.digest)).map(describeReferrer);
  return findSignatures(source, pulled.digest, referrers, key);
}

function unsigned(
  signatures: readonly FoundSignature[],
  key: KeyObject | undefined,
): readonly Difference[] {
  const isSignature = ({ about, isGood }: FoundSignature) =>
    about === 'signature' && isGood === true;
  if (key === undefined || signatures.some(isSignature)) return [];
  const reasons = signatures.flatMap(({ why }) => why ?? []).join('; ');
  const got = reasons === '' ? 'none' : reasons;
  const field = { field: 'signature', expected: 'one made with the key', got };
  return [{ path: 'signature', kind: 'missing', fields: [field] }];
}
