import type { OciDigest } from '../oci/digest.ts';
import { formatPlatform } from '../oci/platform.ts';
import type { ComparedCounts, Difference } from './difference.ts';
import type { FoundSignature } from './inspect-report.ts';
import type { SelectedImage } from './select-image.ts';
import type { Target } from './target.ts';

/** What was compared, and what differs. */
export interface VerifyReport {
  readonly reference: string;
  /** Of what the reference stands for. */
  readonly digest: OciDigest;
  /** The images that were compared. */
  readonly images: readonly VerifiedImage[];
  /** `registry` when the image was compared with its own digests alone. */
  readonly against: { readonly kind: Target['kind'] | 'registry'; readonly name: string };
  /** Whether the files are those of an OSTree commit. */
  readonly isOstree: boolean;
  /** Patterns of what was left out; empty where no files were compared. */
  readonly ignoredPatterns: readonly string[];
  /** Of files; all 0 where none were compared. */
  readonly counts: ComparedCounts;
  /** Manifests, configs and layers that were hashed. */
  readonly blobs: number;
  readonly blobBytes: number;
  /** Empty when no key was given. */
  readonly signatures: readonly FoundSignature[];
  readonly differences: readonly Difference[];
}

/** One image that was compared. */
interface VerifiedImage {
  readonly digest: OciDigest;
  readonly platform: string;
}

/** What of a report one kind of target gives. */
export type ComparedParts = Pick<
  VerifyReport,
  'images' | 'isOstree' | 'ignoredPatterns' | 'counts' | 'blobs' | 'blobBytes' | 'differences'
>;

/** The counts of a comparison of no files. */
export const NO_FILES: ComparedCounts = { files: 0, folders: 0, others: 0, bytes: 0, ignored: 0 };

/** Returns how a report names an image. */
export function nameImage({ digest, config }: SelectedImage): VerifiedImage {
  return { digest, platform: formatPlatform(config) };
}
