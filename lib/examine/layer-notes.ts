import type { Descriptor, ManifestDescriptor } from '../oci/manifest.ts';
import type { Referrer } from './inspect-report.ts';

/**
 * Returns what a layer says that is in it, in OSTree's form (ostree-ext's annotation); empty for layers that
 * say nothing. The layer of the package database has `rpmdb`.
 */
export function componentsOf({ annotations }: Descriptor): string[] {
  return split(annotations?.['ostree.components']);
}

/** Returns the NEVRAs of the packages that a layer of ours says that it has. */
export function packagesOf({ annotations }: Descriptor): string[] {
  return split(annotations?.['org.treesmith.layer.packages']);
}

/** Returns what a report says of what refers to a manifest. */
export function describeReferrer({
  digest,
  size,
  artifactType,
  mediaType,
  annotations = {},
}: ManifestDescriptor): Referrer {
  return { digest, sizeBytes: size, type: artifactType ?? mediaType, annotations };
}

function split(text = ''): string[] {
  return text.split(',').filter((name) => name !== '');
}
