import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { link, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { parseSignatureKey } from '../../../lib/examine/find-signatures.ts';
import { formatReferenceReport } from '../../../lib/examine/format-report.ts';
import {
  inspectReference,
  SMALL_READS,
  THOROUGH_READS,
} from '../../../lib/examine/inspect-reference.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { digestHex } from '../../../lib/oci/digest.ts';
import { type Descriptor, EMPTY_CONFIG, EMPTY_DESCRIPTOR } from '../../../lib/oci/manifest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../lib/oci/media-types.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import { putReferrer } from '../../../lib/registry/referrers.ts';
import { type Registry, startRegistry } from '../../fakes/registry.ts';
import { startRegistryProxy } from '../../fakes/registry-proxy.ts';
import { buildRpm } from '../../support/small-rpms.ts';
import { clientOf, json, packLayer, push, putCosign, putImage } from './ground.ts';

let temp: TempDir;
let registry: Registry;
/** With and without OSTree's form around the database. */
let rpmLayer: Buffer;
let ostreeLayer: Buffer;
let plainLayer: Buffer;
let names = 0;
const http = new HttpClient();
const access = { http, authFiles: [] };
const SPDX = 'application/spdx+json';
const CYCLONEDX = 'application/vnd.cyclonedx+json';

beforeAll(async () => {
  temp = await makeTempDir();
  registry = await startRegistry();
  const rpms = await Promise.all(
    ['examined-b', 'examined-a'].map((name) => buildRpm({ name, body: '%files' })),
  );
  const fill = async (folder: string) => {
    const path = join(folder, 'usr/lib/sysimage/rpm');
    await mkdir(path, { recursive: true });
    const how = ['--justdb', '--nodeps', '--nosignature', '--noplugins', '--ignorearch'];
    await runTool(['rpm', '--dbpath', path, ...how, '-i', ...rpms]);
  };
  rpmLayer = await packLayer(join(temp.path, 'rpm'), fill);
  ostreeLayer = await packLayer(join(temp.path, 'ostree'), async (folder) => {
    await fill(folder);
    const objects = join(folder, 'sysroot/ostree/repo/objects/ab');
    await mkdir(objects, { recursive: true });
    const object = join(objects, `${'c'.repeat(62)}.file`);
    const database = join(folder, 'usr/lib/sysimage/rpm/rpmdb.sqlite');
    await rename(database, object);
    await link(object, database);
  });
  plainLayer = await packLayer(join(temp.path, 'plain'), async (folder) => {
    await writeFile(join(folder, 'file'), 'content');
  });
});
afterAll(async () => {
  await http.close();
  await registry[Symbol.asyncDispose]();
  await temp[Symbol.asyncDispose]();
});

async function newLayout(): Promise<OciLayout> {
  names += 1;
  return OciLayout.create(join(temp.path, `layout-${names}`));
}

const inspect = (reference: string, more: Partial<Parameters<typeof inspectReference>[0]> = {}) =>
  inspectReference({ reference, access, packages: SMALL_READS, log: silentLog, ...more });

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    ({ code }: { code: string }) => code,
  );

async function putIndex(layout: OciLayout, tag: string, manifests: readonly object[]) {
  const bytes = json({ schemaVersion: 2, mediaType: OCI_INDEX, manifests });
  return layout.putManifest(tag, bytes, OCI_INDEX);
}

/** Attaches a document to a manifest in a registry. */
async function attach(repository: string, subject: Descriptor, type: string, document: Buffer) {
  const client = clientOf(http, registry.host, repository);
  const layout = await newLayout();
  const layer = await layout.putBlob(document, type);
  await client.pushBlob(document, layer);
  await client.pushBlob(EMPTY_CONFIG, EMPTY_DESCRIPTOR);
  const { digest, size, mediaType } = subject;
  const artifact = json({
    ...{ schemaVersion: 2, mediaType: OCI_MANIFEST, artifactType: type },
    ...{ config: EMPTY_DESCRIPTOR, layers: [layer], subject: { digest, size, mediaType } },
  });
  await putReferrer(client, artifact, OCI_MANIFEST);
}

describe('inspectReference', () => {
  it('says of an index what skopeo says of each image', async () => {
    const layout = await newLayout();
    const config = {
      ...{ Labels: { 'org.example.note': 'said', version: '7' }, Env: ['A=1'], User: 'app' },
      ...{ Entrypoint: ['/bin/sh', '-c'], Cmd: ['echo hello'], WorkingDir: '/srv' },
      ...{ ExposedPorts: { '80/tcp': {} }, Volumes: { '/data': {} }, StopSignal: 'SIGINT' },
    };
    const layers = [plainLayer, rpmLayer];
    const images = [
      await putImage(layout, undefined, { layers, config }),
      await putImage(layout, undefined, { layers: [plainLayer], architecture: 'arm64' }),
    ];
    const digest = await putIndex(
      layout,
      '1',
      images.map(({ layers: _, ...descriptor }) => descriptor),
    );
    const reference = `${registry.host}/o/index:1`;
    await push(layout, '1', reference);
    const report = await inspect(reference);
    expect(report).toMatchObject({ digest, mediaType: OCI_INDEX, isIndex: true });
    expect(report.images.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
    const said = JSON.parse(
      await readTool([
        ...['skopeo', '--override-arch=amd64', 'inspect', '--tls-verify=false'],
        `docker://${reference}`,
      ]),
    ) as { Labels: object; Layers: string[]; Env: string[]; Created: string };
    const [image] = report.images;
    expect(image?.config.labels).toEqual(said.Labels);
    expect(image?.layers.map((layer) => layer.digest)).toEqual(said.Layers);
    expect(image?.config.env).toEqual(said.Env);
    expect(image?.config.created).toBe(said.Created);
    expect(image?.config).toMatchObject({
      ...{ entrypoint: ['/bin/sh', '-c'], cmd: ['echo hello'], user: 'app', stopSignal: 'SIGINT' },
      ...{ workingFolder: '/srv', exposedPorts: ['80/tcp'], volumes: ['/data'] },
    });
    expect(image?.layers.map(({ createdBy }) => createdBy)).toEqual(['step 1', 'step 2']);
    const text = formatReferenceReport(report, { withPackages: false }).join('\n');
    expect(text).toContain('platforms    linux/amd64, linux/arm64');
    expect(text).toContain('label        org.example.note=said');
    for (const architecture of ['arm64', 'linux/arm64', 'aarch64']) {
      const one = await inspect(reference, { architecture });
      expect(one.images.map((found) => found.digest)).toEqual([images[1]?.digest]);
    }
    expect(await codeOf(inspect(reference, { architecture: 's390x' }))).toBe(
      'ARCHITECTURE_MISSING',
    );
    // The layout says the same.
    const local = await inspect(`oci:${layout.folder}:1`);
    expect({ ...local, reference: '' }).toEqual({ ...report, reference: '' });
  });

  it('tells what builders put beside the images from the images', async () => {
    const layout = await newLayout();
    const { layers: _, ...image } = await putImage(layout, undefined, { layers: [plainLayer] });
    const { layers: __, ...other } = await putImage(layout, undefined, { layers: [rpmLayer] });
    const unknown = { os: 'unknown', architecture: 'unknown' };
    await putIndex(layout, '1', [image, { ...other, platform: unknown }]);
    const report = await inspect(`oci:${layout.folder}:1`);
    expect(report.images.map(({ digest }) => digest)).toEqual([image.digest]);
    expect(report.others.map(({ digest }) => digest)).toEqual([other.digest]);
  });

  it('pulls no layer', async () => {
    const layout = await newLayout();
    const image = await putImage(layout, '1', { layers: [plainLayer, rpmLayer] });
    await push(layout, '1', `${registry.host}/o/unpulled:1`);
    await using proxy = await startRegistryProxy(registry);
    await inspect(`${proxy.host}/o/unpulled:1`);
    const layers = image.layers.map(({ digest }) => digest);
    const pulled = proxy.requests.filter(({ path }) => layers.some((one) => path.endsWith(one)));
    expect(pulled).toEqual([]);
    expect(proxy.requests.filter(({ path }) => path.endsWith('/manifests/1'))).toHaveLength(1);
  });

  it('writes out what a terminal would obey', async () => {
    const layout = await newLayout();
    const config = { Labels: { evil: '\u001b[2Jgone\u202e' } };
    await putImage(layout, '1', { layers: [plainLayer], config });
    const report = await inspect(`oci:${layout.folder}`);
    const text = formatReferenceReport(report, { withPackages: true }).join('\n');
    expect(text).toContain('evil=\\u{1b}[2Jgone\\u{202e}');
  });

  it('refuses what is no image, and what is damaged', async () => {
    const layout = await newLayout();
    const { digest, size } = await layout.putBlob(Buffer.from('{"os":7}'), 'text/plain');
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size };
    const put = (tag: string, document: object) =>
      layout.putManifest(tag, json({ schemaVersion: 2, ...document }), OCI_MANIFEST);
    await put('config', { mediaType: OCI_MANIFEST, config, layers: [] });
    await layout.putBlob(EMPTY_CONFIG, EMPTY_DESCRIPTOR.mediaType);
    await put('artifact', {
      ...{ mediaType: OCI_MANIFEST, artifactType: 'text/plain' },
      ...{ config: EMPTY_DESCRIPTOR, layers: [EMPTY_DESCRIPTOR] },
    });
    await putIndex(layout, 'lost', [
      { mediaType: OCI_MANIFEST, digest: `sha256:${'0'.repeat(64)}`, size: 10 },
    ]);
    await putIndex(layout, 'empty', []);
    const at = (tag: string) => codeOf(inspect(`oci:${layout.folder}:${tag}`));
    expect(await at('config')).toBe('IMAGE_INVALID');
    expect(await at('artifact')).toBe('IMAGE_UNFIT');
    expect(await at('lost')).toBe('IMAGE_INVALID');
    expect(await at('empty')).toBe('ARCHITECTURE_MISSING');
    expect(await at('nothing')).toBe('IMAGE_MISSING');
    expect(await codeOf(inspect(temp.path))).toBe('IMAGE_UNFIT');
    expect(await codeOf(inspect(import.meta.filename))).toBe('IMAGE_UNFIT');
    expect(await codeOf(inspect('oci:/no/such'))).toBe('LAYOUT_INVALID');
    expect(await codeOf(inspect('name'))).toBe('REFERENCE_INVALID');
  });
});

describe('findPackages', () => {
  const list = [
    { name: 'examined-a', version: '1.0-1', arch: 'noarch', license: 'Apache-2.0' },
    { name: 'examined-b', version: '1.0-1', arch: 'noarch', license: 'Apache-2.0' },
  ];
  const packagesIn = async (reference: string, packages = SMALL_READS) =>
    (await inspect(reference, { packages })).images[0]?.packages;

  it('reads the layer that says that it has the rpmdb', async () => {
    const layout = await newLayout();
    for (const [tag, layer] of [
      ['plain', rpmLayer],
      ['ostree', ostreeLayer],
    ] as const) {
      const image = await putImage(layout, tag, {
        layers: [plainLayer, layer, plainLayer],
        layerAnnotations: [{}, { 'ostree.components': 'rpmdb' }],
      });
      const found = await packagesIn(`oci:${layout.folder}:${tag}`);
      expect(found).toEqual({ from: 'rpmdb', digest: image.layers[1]?.digest, packages: list });
    }
  });

  it('searches layers only when it is told to, from the last to the first', async () => {
    const layout = await newLayout();
    await putImage(layout, '1', { layers: [rpmLayer, plainLayer] });
    const reference = `oci:${layout.folder}`;
    expect(await packagesIn(reference)).toBeUndefined();
    expect((await packagesIn(reference, THOROUGH_READS))?.packages).toEqual(list);
    const little = { ...THOROUGH_READS, searchBytes: 300 };
    expect(await packagesIn(reference, little)).toBeUndefined();
    await putImage(layout, '2', { layers: [plainLayer] });
    expect(await packagesIn(`${reference}:2`, THOROUGH_READS)).toBeUndefined();
  });

  it('takes what the layers say of themselves, when they are not to be read or have no rpmdb', async () => {
    const layout = await newLayout();
    await putImage(layout, '1', {
      layers: [plainLayer, plainLayer],
      layerAnnotations: [
        { 'org.treesmith.layer.packages': 'bash-5.2-1.x86_64,vim-2:9.0-3.noarch' },
      ],
    });
    const found = await packagesIn(`oci:${layout.folder}:1`);
    expect(found?.from).toBe('annotations');
    expect(found?.packages).toMatchObject([
      { name: 'bash', version: '5.2-1', arch: 'x86_64' },
      { name: 'vim', version: '2:9.0-3', arch: 'noarch' },
    ]);
    expect(await packagesIn(`oci:${layout.folder}:1`, THOROUGH_READS)).toEqual(found);
    const layerAnnotations = [{ 'org.treesmith.layer.packages': 'wrong-1-1.noarch' }];
    await putImage(layout, '2', { layers: [rpmLayer], layerAnnotations });
    const searched = await packagesIn(`oci:${layout.folder}:2`, THOROUGH_READS);
    expect(searched).toMatchObject({ from: 'rpmdb', packages: list });
  });

  it('reads SBOMs that refer to the image, and passes over one that is none', async () => {
    const purl = (name: string) => `pkg:rpm/x/${name}@1.0-1?arch=noarch`;
    const spdx = {
      spdxVersion: 'SPDX-2.3',
      packages: [
        { name: 'system', versionInfo: '1' },
        { name: 'source', primaryPackagePurpose: 'SOURCE' },
        ...['examined-b', 'examined-a'].map((name) => ({
          ...{ name, versionInfo: '1.0-1', licenseDeclared: 'Apache-2.0' },
          externalRefs: [{ referenceType: 'purl', referenceLocator: purl(name) }],
        })),
      ],
    };
    const cyclonedx = {
      bomFormat: 'CycloneDX',
      components: ['examined-b', 'examined-a'].map((name) => ({
        ...{ type: 'library', name, version: '1.0-1', purl: purl(name) },
        licenses: [{ expression: 'Apache-2.0' }],
      })),
    };
    for (const [from, type, document] of [
      ['spdx', SPDX, spdx],
      ['cyclonedx', CYCLONEDX, cyclonedx],
    ] as const) {
      const layout = await newLayout();
      const image = await putImage(layout, '1', { layers: [plainLayer] });
      await push(layout, '1', `${registry.host}/o/${from}:1`);
      await attach(`o/${from}`, image, type, Buffer.from('{"packages": 7, "components": {}}'));
      await attach(`o/${from}`, image, type, json(document));
      const report = await inspect(`${registry.host}/o/${from}:1`);
      expect(report.referrers.map((one) => one.type)).toEqual([type, type]);
      expect(report.images[0]?.packages).toMatchObject({ from, packages: list });
    }
  });

  it('refuses a database that is none', async () => {
    const layer = await packLayer(join(temp.path, 'bad-rpm'), async (folder) => {
      await mkdir(join(folder, 'usr/share/rpm'), { recursive: true });
      const bytes = Buffer.alloc(8192, 0xff);
      bytes.write('SQLite format 3\0');
      await writeFile(join(folder, 'usr/share/rpm/rpmdb.sqlite'), bytes);
    });
    const layout = await newLayout();
    await putImage(layout, '1', { layers: [layer] });
    expect(await codeOf(packagesIn(`oci:${layout.folder}`, THOROUGH_READS))).toBe('BAD_RPMDB');
  });
});

describe('findSignatures', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const pem = (key: KeyObject) =>
    parseSignatureKey(key.export({ type: 'spki', format: 'pem' }).toString());

  it('lists what cosign 2 has under a tag, and verifies it with a key', async () => {
    const layout = await newLayout();
    const image = await putImage(layout, '1', { layers: [plainLayer] });
    const second = await putImage(layout, '2', { layers: [rpmLayer] });
    await putCosign(layout, image.digest, image.digest, privateKey);
    await putCosign(layout, second.digest, image.digest, privateKey);
    const found = async (tag: string, key?: KeyObject) =>
      (await inspect(`oci:${layout.folder}:${tag}`, { key })).signatures;
    expect(await found('1')).toMatchObject([{ kind: 'cosign', isGood: undefined }]);
    expect(await found('1', pem(publicKey))).toMatchObject([{ isGood: true }]);
    expect(await found('1', pem(other))).toMatchObject([{ isGood: false }]);
    const [moved] = await found('2', pem(publicKey));
    expect(moved).toMatchObject({ isGood: false, why: 'it is about another image' });
  });

  /** A DSSE envelope with a statement about a digest. */
  function envelopeOf(about: string, predicateType: string) {
    const subject = [{ digest: { sha256: about.slice('sha256:'.length) } }];
    const statement = json({ predicateType, subject });
    const type = 'application/vnd.in-toto+json';
    const head = Buffer.from(`DSSEv1 ${type.length} ${type} ${statement.length} `);
    const sig = sign('sha256', Buffer.concat([head, statement]), privateKey).toString('base64');
    return { payload: statement.toString('base64'), payloadType: type, signatures: [{ sig }] };
  }

  it('lists attestations of cosign 2', async () => {
    const layout = await newLayout();
    const image = await putImage(layout, '1', { layers: [plainLayer] });
    const type = 'application/vnd.dsse.envelope.v1+json';
    const blobs = [image.digest, `sha256:${'0'.repeat(64)}`].map((about) =>
      layout.putBlob(json(envelopeOf(about, 'https://spdx.dev/Document')), type),
    );
    const config = await layout.putBlob(EMPTY_CONFIG, EMPTY_DESCRIPTOR.mediaType);
    const manifest = json({
      ...{ schemaVersion: 2, mediaType: OCI_MANIFEST, config },
      layers: await Promise.all(blobs),
    });
    await layout.putManifest(`sha256-${digestHex(image.digest)}.att`, manifest, OCI_MANIFEST);
    const { signatures } = await inspect(`oci:${layout.folder}:1`, { key: pem(publicKey) });
    expect(signatures).toMatchObject([
      { kind: 'cosign', about: 'https://spdx.dev/Document', isGood: true },
      { kind: 'cosign', about: 'attestation', isGood: false },
    ]);
  });

  it('lists Sigstore bundles that refer to the image, and verifies them with a key', async () => {
    const layout = await newLayout();
    const image = await putImage(layout, '1', { layers: [plainLayer] });
    const reference = `${registry.host}/o/bundle:1`;
    await push(layout, '1', reference);
    const type = 'application/vnd.dev.sigstore.bundle.v0.3+json';
    const bundle = (predicateType: string) =>
      json({ dsseEnvelope: envelopeOf(image.digest, predicateType) });
    await attach('o/bundle', image, type, bundle('https://sigstore.dev/cosign/sign/v1'));
    const found = async (key?: KeyObject) => (await inspect(reference, { key })).signatures;
    expect(await found()).toMatchObject([{ kind: 'bundle', isGood: undefined }]);
    expect(await found(pem(publicKey))).toMatchObject([{ kind: 'bundle', isGood: true }]);
    expect(await found(pem(other))).toMatchObject([{ kind: 'bundle', isGood: false }]);
    // An attestation is no signature of the image, whatever stands around it.
    await attach('o/bundle', image, type, bundle('https://slsa.dev/provenance/v1'));
    expect((await found(pem(publicKey))).map(({ about }) => about).sort()).toEqual([
      'https://slsa.dev/provenance/v1',
      'signature',
    ]);
    expect(() => parseSignatureKey('no key')).toThrow(
      expect.objectContaining({ code: 'TARGET_UNREADABLE' }),
    );
  });
});
