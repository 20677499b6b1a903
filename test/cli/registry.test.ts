import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../lib/host/process.ts';
import { type Descriptor, EMPTY_CONFIG, formatArtifact } from '../../lib/oci/manifest.ts';
import { OCI_EMPTY, OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import { OciLayout } from '../../lib/registry/layout.ts';
import { putReferrer } from '../../lib/registry/referrers.ts';
import { REGISTRY_USER, type Registry, startRegistry } from '../fakes/registry.ts';
import { putBlob, putIndex } from '../lib/registry/images.ts';

let folder = '';
let registry: Registry;
let image = '';

const treesmith = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const given = {
    REGISTRY_AUTH_FILE: join(folder, 'none.json'),
    TREESMITH_REGISTRY_USER: REGISTRY_USER.username,
    TREESMITH_REGISTRY_PASSWORD: REGISTRY_USER.password,
    ...env,
  };
  const argv = [
    process.execPath,
    join(import.meta.dirname, 'registry-child.ts'),
    'registry',
    ...args,
  ];
  return runTool(argv, { env: given, okExitCodes: [0, 1, 2] });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treesmith-cli-registry-'));
  registry = await startRegistry({ locked: true });
  image = `${registry.host}/some/image`;
  const layout = await OciLayout.create(join(folder, 'layout'));
  await putIndex(layout, 'v1', ['amd64', 'arm64']);
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe('registry', () => {
  it('pushes, lists, copies, pulls and deletes', async () => {
    const pushed = await treesmith(['push', '--json', `oci:${join(folder, 'layout')}:v1`, image]);
    expect(pushed).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('==> Copy oci:') });
    const { digest, copiedBytes, manifests } = JSON.parse(pushed.stdout);
    expect(copiedBytes).toBeGreaterThan(6000);
    expect(manifests).toBe(3);
    const one = `docker://${image}:latest@${digest}`;
    const copied = await treesmith(['copy', '--arch', 'aarch64', one, `${image}-arm:v1`]);
    expect(copied.stdout).toMatch(
      /^digest {3}sha256:.*\nblobs {4}0 copied \(0 B\), 3 mounted, 0 were there\n$/,
    );
    const pulled = await treesmith(['pull', `${image}-arm:v1`, `oci:${join(folder, 'arm')}:v1`]);
    expect(pulled.exitCode).toBe(0);
    expect((await treesmith(['list', `oci:${join(folder, 'arm')}`])).stdout).toBe('v1\n');
    expect(JSON.parse((await treesmith(['list', '--json', image])).stdout)).toEqual({
      name: image,
      tags: ['latest'],
    });
    const none = await treesmith(['referrers', one]);
    expect(none.stdout).toBe(`nothing refers to ${digest}\n`);
    const deleted = await treesmith(['delete', `${image}:latest`]);
    expect(deleted.stdout).toBe(`${image}:latest is deleted\n`);
    expect((await treesmith(['list', '--json', image])).stdout).toContain('"tags": []');
  });

  it('prints what refers to the index and to its images', async () => {
    const layout = await OciLayout.create(join(folder, 'referred'));
    const { images } = await putIndex(layout, 'v1', ['amd64', 'arm64']);
    const top = await layout.getManifest('v1');
    if (top === undefined) throw new Error('there is no index');
    const refer = async (subject: Descriptor, type: string) => {
      const layer = await putBlob(layout, Buffer.from('{}'), type);
      const { mediaType, digest, size } = subject;
      const bytes = formatArtifact(type, [layer], {}, { mediaType, digest, size });
      return putReferrer(layout, bytes, OCI_MANIFEST);
    };
    await putBlob(layout, EMPTY_CONFIG, OCI_EMPTY);
    const arm = images[1]?.descriptor;
    if (arm === undefined) throw new Error('there is no image');
    const sbom = await refer(arm, 'application/spdx+json');
    const signature = await refer({ ...top, size: top.bytes.length }, 'a/signature');
    const name = `oci:${layout.folder}:v1`;
    const printed = await treesmith(['referrers', name]);
    expect(printed.stdout.split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^${signature}  a/signature  \\d+ B$`)),
      expect.stringMatching(
        new RegExp(`^${sbom}  application/spdx\\+json  \\d+ B  of linux/arm64$`),
      ),
      '',
    ]);
    const sboms = ['referrers', '--json', '--type', 'application/spdx+json', name];
    expect(JSON.parse((await treesmith(sboms)).stdout)).toEqual({
      digest: top.digest,
      referrers: [],
      manifests: [
        { digest: images[0]?.descriptor.digest, platform: expect.anything(), referrers: [] },
        {
          digest: arm.digest,
          platform: { os: 'linux', architecture: 'arm64' },
          referrers: [expect.objectContaining({ digest: sbom })],
        },
      ],
    });
  });

  it('says what is wrong, and never the password', async () => {
    const wrong = await treesmith(['list', image], { TREESMITH_REGISTRY_PASSWORD: 'wrong-one' });
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringMatching('REGISTRY_DENIED') });
    expect(wrong.stderr).not.toContain('wrong-one');
    const half = await treesmith(['list', image], { TREESMITH_REGISTRY_USER: '' });
    expect(half).toMatchObject({ exitCode: 2, stderr: expect.stringMatching('OPTION_MISSING') });
    const nameless = await treesmith(['delete', image]);
    expect(nameless).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching('OPTION_MISSING'),
    });
    const turned = await treesmith(['push', image, `oci:${join(folder, 'x')}`]);
    expect(turned.exitCode).toBe(2);
    await writeFile(join(folder, 'file'), '');
    const file = await treesmith(['list', `oci:${join(folder, 'file')}`]);
    expect(file).toMatchObject({ exitCode: 2, stderr: expect.stringMatching('LAYOUT_INVALID') });
    const none = await treesmith(['pull', `${image}:none`, `oci:${join(folder, 'y')}`]);
    expect(none).toMatchObject({ exitCode: 2, stderr: expect.stringMatching('IMAGE_MISSING') });
  });
});
