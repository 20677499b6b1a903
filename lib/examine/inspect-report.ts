import type { OciDigest } from '../oci/digest.ts';
import type { ExaminedConfig } from './image-config.ts';

/** What an image in a registry or layout is, found without pulling it. */
export interface ReferenceReport {
  /** As it was asked for. */
  readonly reference: string;
  readonly digest: OciDigest;
  readonly mediaType: string;
  readonly isIndex: boolean;
  /** Of the index, or of the only manifest. */
  readonly annotations: Readonly<Record<string, string>>;
  /** One for each architecture. */
  readonly images: readonly InspectedImage[];
  /** What else the index lists: attestations of builders. */
  readonly others: readonly Referrer[];
  /** What refers to the index, or to the only manifest. */
  readonly referrers: readonly Referrer[];
  readonly signatures: readonly FoundSignature[];
}

/** The image of one architecture. */
export interface InspectedImage {
  /** `linux/arm64`. */
  readonly platform: string;
  readonly digest: OciDigest;
  readonly mediaType: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Of config and layers, as they are in the registry. */
  readonly sizeBytes: number;
  readonly configDigest: OciDigest;
  readonly config: Omit<ExaminedConfig, 'diffIds' | 'history'>;
  /** `ostree`: an OSTree commit in a container; `bootc` when it is bootable. */
  readonly form: 'files' | 'ostree' | 'bootc';
  readonly layers: readonly InspectedLayer[];
  /** Undefined when there is no list, or none that may be read for so little. */
  readonly packages: FoundPackages | undefined;
  /** Empty for the only manifest: they stand with the report. */
  readonly referrers: readonly Referrer[];
  readonly signatures: readonly FoundSignature[];
}

/** A layer, the lowest first. */
export interface InspectedLayer {
  readonly digest: OciDigest;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** SHA-256 of the archive, decompressed. */
  readonly diffId: OciDigest | undefined;
  /** What the layer's annotations say that is in it: components of OSTree's form. */
  readonly components: readonly string[];
  /** NEVRAs, where the layer says them. */
  readonly packages: readonly string[];
  readonly createdBy: string;
  readonly comment: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What refers to a manifest. */
export interface Referrer {
  readonly digest: OciDigest;
  readonly sizeBytes: number;
  /** The type of the artifact; of what has none the media type. */
  readonly type: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A signature that was found. */
export interface FoundSignature {
  /** `cosign`: of cosign 2, under a tag; `bundle`: a Sigstore bundle, as a referrer; `notation`. */
  readonly kind: 'cosign' | 'bundle' | 'notation';
  readonly digest: OciDigest;
  /** What it is about: a signature, or an attestation with that predicate. */
  readonly about: string;
  /** Undefined when no key was given. */
  readonly isGood: boolean | undefined;
  /** Why it is not good. */
  readonly why?: string;
}

/** The packages of an image, and who says so. */
export interface FoundPackages {
  readonly from: 'spdx' | 'cyclonedx' | 'rpmdb' | 'annotations';
  /** The document or layer that was read. */
  readonly digest: OciDigest;
  readonly packages: readonly ListedPackage[];
}

/** A package of an image. */
export interface ListedPackage {
  readonly name: string;
  /** `[epoch:]version-release` of an RPM. */
  readonly version: string;
  readonly arch: string;
  readonly license: string;
}
