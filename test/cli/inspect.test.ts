import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../lib/core/log.ts';
import { HttpClient } from '../../lib/host/http.ts';
import { runTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import type { Descriptor } from '../../lib/oci/manifest.ts';
import { RegistryClient } from '../../lib/registry/client.ts';
import { copyImage } from '../../lib/registry/copy-image.ts';
import { OciLayout } from '../../lib/registry/layout.ts';
import { startSmallRegistry } from '../fakes/small-registry.ts';
import { packLayer, putImage, unpackLayers } from '../lib/examine/ground.ts';

const root = join(import.meta.dirname, '../..');
let temp: TempDir;
let layout: OciLayout;
let folder: string;
const treesmith = (...args: string[]) =>
  runTool([process.execPath, join(root, 'cli/main.ts'), ...args], { okExitCodes: [0, 1, 2] });

beforeAll(async () => {
  temp = await makeTempDir();
  layout = await OciLayout.create(join(temp.path, 'layout'));
  const layer = await packLayer(join(temp.path, 'tree'), async (path) => {
    await writeFile(join(path, 'motd'), 'welcome\n');
  });
  await putImage(layout, '1', { layers: [layer], config: { Labels: { note: 'said' } } });
  folder = join(temp.path, 'root');
  await unpackLayers([layer], folder);
});
afterAll(() => temp[Symbol.asyncDispose]());

describe('inspect', () => {
  it('prints text, or JSON', async () => {
    const reference = `oci:${layout.folder}:1`;
    const { stdout, exitCode } = await treesmith('inspect', reference);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('  label        note=said\n');
    const json = await treesmith('inspect', '--json', reference);
    expect(JSON.parse(json.stdout).images[0].config.labels).toEqual({ note: 'said' });
  });

  it('says where disk images are inspected', async () => {
    const { stderr, exitCode } = await treesmith('inspect', join(folder, 'motd'));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('treesmith inspect-image');
  });
});

describe('verify', () => {
  it('ends with 0 for what is the image, and with 1 for what is not', async () => {
    const argv = ['verify', `oci:${layout.folder}:1`, '--against', folder];
    const same = await treesmith(...argv);
    expect(same.exitCode).toBe(0);
    expect(same.stdout).toContain('1 file (8 B)');
    await writeFile(join(folder, 'motd'), 'Welcome\n');
    const changed = await treesmith(...argv, '--json');
    expect(changed.exitCode).toBe(1);
    expect(JSON.parse(changed.stdout).differences).toMatchObject([
      { path: '/motd', kind: 'changed', fields: [{ field: 'sha256' }] },
    ]);
    const ignored = await treesmith(...argv, '--ignore', '/motd');
    expect(ignored.exitCode).toBe(0);
  });

  it.concurrent.each([
    ['is down', 'HTTP_FAILED'],
    ['is busy', 'HTTP_STATUS'],
    ['breaks off within a layer', 'HTTP_FAILED'],
  ])('tells a registry that %s from an image that differs', async (what, code) => {
    const small = await startSmallRegistry();
    await using _ = small;
    const http = new HttpClient();
    await using __ = http;
    const store = new RegistryClient({ http, registry: small.host, repository: 'some/image' });
    await copyImage({ store: layout, tag: '1' }, { store, tag: '1' }, { log: silentLog });
    const layer = (await layout.getManifest('1'))?.bytes.toString() ?? '';
    const { digest, size } = JSON.parse(layer).layers[0] as Descriptor;
    small.intercept = ({ url = '' }, response) => {
      if (what === 'is busy') response.writeHead(503).end();
      else if (!url.endsWith(digest)) return false;
      else {
        response.writeHead(200, { 'content-length': size }).write('x', () => response.destroy());
      }
      return true;
    };
    // Another server may take a port that was one's own.
    const reference = `${what === 'is down' ? '127.0.0.1:1' : small.host}/some/image:1`;
    const failed = await treesmith('verify', reference, '--against', folder, '--json');
    expect(failed).toMatchObject({ exitCode: 1, stdout: '' });
    expect(failed.stderr).toMatch(new RegExp(`^code: ${code}$`, 'm'));
  });

  it('wants a key, or an image', async () => {
    const { stderr, exitCode } = await treesmith('verify');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('code: OPTION_MISSING');
  });
});
