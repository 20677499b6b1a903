import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../lib/oci/digest.ts';
import { formatImageConfig } from '../../../lib/oci/image-config.ts';
import { formatImageIndex, formatImageManifest } from '../../../lib/oci/image-manifest.ts';
import { EMPTY_DESCRIPTOR, parseManifest } from '../../../lib/oci/manifest.ts';
import { OCI_INDEX, OCI_LAYER_GZIP, OCI_MANIFEST } from '../../../lib/oci/media-types.ts';

const LAYER = { mediaType: OCI_LAYER_GZIP, digest: digestOf('layer'), size: 5 };

describe('formatImageConfig', () => {
  const read = (bytes: Buffer) => JSON.parse(bytes.toString());

  it('writes what a container runs as Docker does', () => {
    const found = read(
      formatImageConfig({
        architecture: 'arm64',
        variant: 'v8',
        createdSeconds: 1_700_000_000,
        process: {
          entrypoint: ['/usr/bin/app'],
          cmd: ['--serve'],
          env: { PATH: '/usr/bin', LANG: 'C.UTF-8' },
          user: '1000:1000',
          workingDir: '/srv',
          exposedPorts: ['8080/tcp', '53/udp'],
          volumes: ['/data'],
          stopSignal: 'SIGINT',
          labels: { b: '2', a: '1' },
        },
        diffIds: [digestOf('tar')],
        history: [{ createdBy: 'treesmith', comment: 'bash' }],
      }),
    );
    expect(found).toEqual({
      created: '2023-11-14T22:13:20Z',
      architecture: 'arm64',
      variant: 'v8',
      os: 'linux',
      config: {
        User: '1000:1000',
        ExposedPorts: { '53/udp': {}, '8080/tcp': {} },
        Env: ['LANG=C.UTF-8', 'PATH=/usr/bin'],
        Entrypoint: ['/usr/bin/app'],
        Cmd: ['--serve'],
        Volumes: { '/data': {} },
        WorkingDir: '/srv',
        Labels: { a: '1', b: '2' },
        StopSignal: 'SIGINT',
      },
      rootfs: { type: 'layers', diff_ids: [digestOf('tar')] },
      history: [{ created: '2023-11-14T22:13:20Z', created_by: 'treesmith', comment: 'bash' }],
    });
    expect(Object.keys(found.config.Labels)).toEqual(['a', 'b']);
  });

  it('leaves out what is not given', () => {
    const facts = { architecture: 'amd64', createdSeconds: 0, diffIds: [], history: [] };
    const found = read(formatImageConfig({ ...facts, process: {} }));
    expect(found.config).toEqual({});
    expect(found).not.toHaveProperty('variant');
  });
});

describe('formatImageManifest', () => {
  it('is read back, with its annotations in one order', () => {
    const layers = [{ ...LAYER, annotations: { z: '1', a: '2' } }];
    const image = { config: EMPTY_DESCRIPTOR, layers, annotations: { y: '1', b: '2' } };
    const bytes = formatImageManifest(image);
    const found = parseManifest(bytes, OCI_MANIFEST);
    expect(found).toMatchObject({ kind: 'manifest', layers, annotations: image.annotations });
    expect(bytes.toString()).toContain('{"a":"2","z":"1"}');
    expect(bytes.toString()).toContain('{"b":"2","y":"1"}');
  });

  it('names its subject', () => {
    const image = { config: EMPTY_DESCRIPTOR, layers: [LAYER], subject: LAYER };
    expect(JSON.parse(formatImageManifest(image).toString()).subject).toEqual(LAYER);
  });
});

describe('formatImageIndex', () => {
  it('is read back', () => {
    const platform = { architecture: 'amd64', os: 'linux' };
    const manifests = [{ ...LAYER, mediaType: OCI_MANIFEST, platform }];
    const found = parseManifest(formatImageIndex({ manifests }), OCI_INDEX);
    expect(found).toMatchObject({ kind: 'index', manifests });
  });
});
