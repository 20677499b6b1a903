import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../lib/oci/digest.ts';
import {
  type Descriptor,
  EMPTY_CONFIG,
  EMPTY_DESCRIPTOR,
  formatArtifact,
  MAX_MANIFEST_BYTES,
  parseManifest,
} from '../../../lib/oci/manifest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../lib/oci/media-types.ts';

const LAYER: Descriptor = {
  mediaType: 'application/octet-stream',
  digest: digestOf('abc'),
  size: 3,
  annotations: { 'org.opencontainers.image.title': 'abc' },
};

describe('formatArtifact', () => {
  it('is read back', () => {
    const bytes = formatArtifact('application/vnd.example', [LAYER], { a: 'b' });
    expect(parseManifest(bytes, OCI_MANIFEST)).toEqual({
      kind: 'manifest',
      mediaType: OCI_MANIFEST,
      artifactType: 'application/vnd.example',
      config: EMPTY_DESCRIPTOR,
      layers: [LAYER],
      annotations: { a: 'b' },
    });
  });

  it('has the empty blob where there is no file', () => {
    expect(EMPTY_DESCRIPTOR.digest).toBe(digestOf(EMPTY_CONFIG));
    expect(JSON.parse(formatArtifact('a/b', [], {}).toString()).layers).toEqual([EMPTY_DESCRIPTOR]);
  });
});

describe('parseManifest', () => {
  const index = (platform: unknown) => ({
    schemaVersion: 2,
    manifests: [{ ...LAYER, mediaType: OCI_MANIFEST, platform }],
  });
  const read = (value: unknown, type = OCI_MANIFEST) =>
    parseManifest(Buffer.from(JSON.stringify(value)), type);

  it('reads an index', () => {
    const platform = { architecture: 'arm64', os: 'linux' };
    const found = read(index(platform), OCI_INDEX);
    expect(found.kind === 'index' && found.manifests[0]?.platform).toEqual(platform);
  });

  const good = { schemaVersion: 2, config: EMPTY_DESCRIPTOR, layers: [LAYER] };
  const withLayer = (change: object) => ({ ...good, layers: [{ ...LAYER, ...change }] });
  it.each([
    ['null', null],
    ['a list', []],
    ['schema 1', { ...good, schemaVersion: 1 }],
    ['both manifest and index', { ...good, manifests: [] }],
    ['neither', { schemaVersion: 2 }],
    ['another type than it says', { ...good, mediaType: OCI_INDEX }],
    ['no config', { ...good, config: undefined }],
    ['layers that are no list', { ...good, layers: {} }],
    ['a digest of another kind', withLayer({ digest: 'md5:00' })],
    ['a digest that is a path', withLayer({ digest: `sha256:../${'a'.repeat(61)}` })],
    ['a negative size', withLayer({ size: -1 })],
    ['a size past all numbers', withLayer({ size: 1e300 })],
    ['a size in words', withLayer({ size: '3' })],
    ['a media type with a line break', withLayer({ mediaType: 'a/b\n' })],
    ['annotations that are numbers', { ...good, annotations: { a: 1 } }],
    ['too many layers', { ...good, layers: Array.from({ length: 10_001 }, () => LAYER) }],
    ['a platform without os', index({ architecture: 'arm64' })],
  ])('refuses %s', (_what, value) => {
    const code = expect.objectContaining({ code: 'OCI_INVALID' });
    const type = JSON.stringify(value).includes('"manifests"') ? OCI_INDEX : OCI_MANIFEST;
    expect(() => read(value, type)).toThrowError(code);
  });

  it('refuses what is no JSON, no UTF-8, or too large', () => {
    for (const bytes of [
      Buffer.from('{'),
      Buffer.from([0xff]),
      Buffer.alloc(MAX_MANIFEST_BYTES + 1),
    ]) {
      expect(() => parseManifest(bytes, OCI_MANIFEST)).toThrowError(
        expect.objectContaining({ code: 'OCI_INVALID' }),
      );
    }
  });
});
