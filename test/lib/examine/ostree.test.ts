import { appendFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBootableContainer } from '../../../lib/container/bootable.ts';
import { silentLog } from '../../../lib/core/log.ts';
import {
  inspectReference,
  SMALL_READS,
  THOROUGH_READS,
} from '../../../lib/examine/inspect-reference.ts';
import { verifyReference } from '../../../lib/examine/verify-reference.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import { buildPackages, makeCommitGround } from '../container/commit-ground.ts';

let temp: TempDir;
let reference: string;
/** What `ostree checkout` makes of the commit. */
let checkout: string;
const http = new HttpClient();
const access = { http, authFiles: [] };

beforeAll(async () => {
  temp = await makeTempDir();
  const ground = await makeCommitGround(temp.path);
  for (const rpm of Object.values(await buildPackages())) await ground.install(rpm);
  const commit = await ground.commit();
  const layout = await OciLayout.create(join(temp.path, 'layout'));
  await writeBootableContainer({
    ...{ repoPath: ground.repoPath, commit, layout, tag: '1', architecture: 'amd64' },
    ...{ compression: 'gzip', createdBy: 'test', threads: 1, log: silentLog },
  });
  reference = `oci:${layout.folder}:1`;
  checkout = join(temp.path, 'checkout');
  await runTool(['ostree', `--repo=${ground.repoPath}`, 'checkout', commit, checkout]);
});
afterAll(async () => {
  await http.close();
  await temp[Symbol.asyncDispose]();
});

const differences = async () => {
  const report = await verifyReference({
    ...{ reference, against: checkout, access, log: silentLog },
    ...{ architecture: undefined, hostArchitecture: 'amd64', ignore: [], ignoreOwners: false },
  });
  expect(report.isOstree).toBe(true);
  return report.differences.map(({ kind, path }) => `${kind} ${path}`);
};

describe('an OSTree commit in a container', () => {
  it('is compared with the files of a deployment', async () => {
    expect(await differences()).toEqual([]);
    // What belongs to the machine.
    await mkdir(join(checkout, 'etc'));
    await writeFile(join(checkout, 'etc/passwd'), 'x');
    await mkdir(join(checkout, 'var/lib'), { recursive: true });
    expect(await differences()).toEqual([]);
    await appendFile(join(checkout, 'usr/etc/passwd'), 'implant:x:0:0::/:/bin/sh\n');
    await appendFile(join(checkout, 'usr/lib/modules/6.1/vmlinuz'), '!');
    expect(await differences()).toEqual([
      'changed /usr/etc/passwd',
      'changed /usr/lib/modules/6.1/vmlinuz',
    ]);
  });

  it('has in a damaged layer the file named, not the object', async () => {
    const damaged = join(temp.path, 'damaged');
    await cp(join(temp.path, 'layout'), damaged, { recursive: true });
    const blobs = join(damaged, 'blobs/sha256');
    for (const name of await readdir(blobs)) {
      const bytes = await readFile(join(blobs, name));
      if (bytes.readUInt16BE() !== 0x1f8b) continue;
      const archive = gunzipSync(bytes);
      const at = archive.indexOf('kernel\0');
      if (at === -1) continue;
      archive.write('KERNEL', at);
      await writeFile(join(blobs, name), gzipSync(archive));
    }
    const { differences: found } = await verifyReference({
      ...{ reference, against: damaged, access, log: silentLog },
      ...{ architecture: undefined, hostArchitecture: 'amd64', ignore: [], ignoreOwners: false },
    });
    // The word stands in the package database, too, and in a folder of the commit.
    const paths = found.map(({ firstFile }) => (firstFile === 'none' ? '' : firstFile?.path));
    expect(paths).toEqual(
      expect.arrayContaining(['/usr/lib/modules/6.1/vmlinuz', '/usr/share/rpm/rpmdb.sqlite']),
    );
  });

  it('says what it is, what is in its layers, and which packages it has', async () => {
    for (const packages of [SMALL_READS, THOROUGH_READS]) {
      const [image] = (await inspectReference({ reference, access, packages, log: silentLog }))
        .images;
      expect(image?.form).toBe('bootc');
      expect(image?.layers.flatMap(({ components }) => components)).toContain('rpmdb');
      expect(image?.packages?.from).toBe('rpmdb');
      expect(image?.packages?.packages.map(({ name }) => name)).toContain('tool');
    }
  });
});
