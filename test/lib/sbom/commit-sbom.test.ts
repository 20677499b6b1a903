import { createHash } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { type CommitSbomOptions, makeCommitSbom } from '../../../lib/sbom/commit-sbom.ts';
import { formatSbom } from '../../../lib/sbom/sbom-format.ts';
import type { Sbom } from '../../../lib/sbom/sbom-model.ts';
import { makeTreeSbom } from '../../../lib/sbom/tree-sbom.ts';
import { anvilCommits } from '../../support/anvil-commits.ts';
import { multiplyPackages } from '../../support/many-packages.ts';
import { spdxBreaches } from '../../support/spdx-clauses.ts';
import { HAS_SPDX_SCHEMA, spdxSchemaErrors } from '../../support/spdx-schema.ts';
import { makeSbomGround, type SbomGround } from './sbom-ground.ts';

const digest = `sha256:${'ab'.repeat(32)}`;
const image = { kind: 'image', repository: 'ghcr.io/me/example', digest } as const;
let ground: SbomGround;
let options: CommitSbomOptions;

beforeAll(async () => {
  ground = await makeSbomGround();
  const { repoPath, ref, commit, locked } = ground;
  options = { repoPath, ref, commit, locked, name: 'example', basearch: 'x86_64' };
});
afterAll(() => ground[Symbol.asyncDispose]());

/** What CycloneDX's own validator finds; null when it is content. */
const cycloneDxErrors = (document: string) =>
  new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(document);

/** Both documents: what is wrong with them, by the formats' own rules. */
async function errorsOf(sbom: Sbom): Promise<readonly unknown[]> {
  const [spdx, cyclonedx] = [formatSbom(sbom, 'spdx'), formatSbom(sbom, 'cyclonedx')];
  const schema = HAS_SPDX_SCHEMA ? spdxSchemaErrors(spdx) : [];
  return [...spdxBreaches(spdx), ...schema, (await cycloneDxErrors(cyclonedx)) ?? []].flat();
}

interface SpdxView {
  readonly packages: readonly { readonly SPDXID: string; readonly name: string }[];
  readonly relationships: readonly Readonly<Record<string, string>>[];
}

describe('makeCommitSbom', () => {
  it('says of each package what rpm and the lock say', async () => {
    const { packages, system } = await makeCommitSbom(options);
    const format = '%{NAME}|%{EPOCHNUM}|%{VERSION}|%{RELEASE}|%{ARCH}|%{LICENSE}|%{SOURCERPM}\\n';
    const dbpath = join(ground.treePath, 'usr/share/rpm');
    const theirs = await readTool(['rpm', '--dbpath', dbpath, '-qa', '--qf', format]);
    const ours = packages.map((one) =>
      [
        ...[one.name, one.epoch, one.version, one.release, one.arch],
        ...[one.licence.text, one.sourceRpm],
      ].join('|'),
    );
    expect(ours.sort()).toEqual(theirs.trim().split('\n').sort());
    const shell = packages.find(({ name }) => name === 'shell');
    expect(shell).toMatchObject({
      purl: 'pkg:rpm/example/shell@5.2%2Bb13~rc1-1?arch=x86_64&distro=example-7&epoch=1&upstream=shell-5.2%2Bb13~rc1-1.src.rpm',
      vendor: 'Example Project',
      url: 'https://example.org/shell',
      locked: {
        url: 'https://mirror.example.org/shell-5.2+b13~rc1-1.x86_64.rpm',
        repoid: 'example',
        sha256: '0123456789abcdef'.repeat(4),
        signer: 'ABCDEF0123456789ABCDEF0123456789ABCDEF01',
      },
    });
    expect(packages.find(({ name }) => name === 'tool-data')?.locked).toBeUndefined();
    expect(system).toMatchObject({ name: 'example', version: '7.1', basearch: 'x86_64' });
    expect(system.osRelease).toMatchObject({ prettyName: 'Example Linux 7 ("Seven")' });
  });

  it('finds who needs whom: by name, file, moved file and boolean expression', async () => {
    const { packages } = await makeCommitSbom(options);
    const names = packages.map(({ name }) => name);
    const needs = packages.map(({ name, dependsOn }) => [name, dependsOn.map((at) => names[at])]);
    expect(Object.fromEntries(needs)).toEqual({
      libc: [],
      shell: ['libc'],
      tool: ['libc', 'shell', 'tool-data'],
      'tool-data': ['shell'],
    });
  });

  it.each([false, true])('passes the formats’ own rules, with files: %s', async (withFiles) => {
    expect(await errorsOf(await makeCommitSbom({ ...options, withFiles }))).toEqual([]);
  });

  it('passes them for an image, too', async () => {
    const sbom = await makeCommitSbom({ ...options, image });
    expect(await errorsOf(sbom)).toEqual([]);
    const [spdx, cyclonedx] = [formatSbom(sbom, 'spdx'), formatSbom(sbom, 'cyclonedx')];
    const purl = `pkg:oci/example@sha256:${'ab'.repeat(32)}?repository_url=ghcr.io%2Fme%2Fexample`;
    expect(spdx).toContain(purl);
    expect(JSON.parse(cyclonedx)).toMatchObject({
      metadata: { component: { type: 'container', purl } },
    });
  });

  it('describes the system, what it contains, and what that was made from', async () => {
    const text = formatSbom(await makeCommitSbom(options), 'spdx');
    const { packages, relationships } = JSON.parse(text) as SpdxView;
    const nameOf = (id: string | undefined) =>
      packages.find(({ SPDXID }) => SPDXID === id)?.name ?? id;
    const found = relationships.map(
      (one) =>
        `${nameOf(one['spdxElementId'])} ${one['relationshipType']} ${nameOf(one['relatedSpdxElement'])}`,
    );
    expect(found).toEqual(
      expect.arrayContaining([
        'SPDXRef-DOCUMENT DESCRIBES example',
        'example CONTAINS libc',
        'shell DEPENDS_ON libc',
        'libc GENERATED_FROM libc',
      ]),
    );
    expect(packages[0]).toMatchObject({
      supplier: 'Organization: Example Project',
      checksums: [{ algorithm: 'SHA256', checksumValue: ground.commit }],
      primaryPackagePurpose: 'OPERATING_SYSTEM',
      externalRefs: [{ referenceType: 'cpe22Type' }],
    });
    const source = packages.find(({ SPDXID }) => SPDXID === 'SPDXRef-libc-1.0-1.src.rpm');
    expect(source).toMatchObject({ checksums: [{ checksumValue: 'fedcba98'.repeat(8) }] });
  });

  it('lists files with the SHA-1 of what is in the commit', async () => {
    const { packages } = await makeCommitSbom({ ...options, withFiles: true });
    const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
    expect(packages.find(({ name }) => name === 'libc')?.files).toMatchObject([
      { path: '/etc/libc.conf', sha1: sha1('a = b') },
      { path: '/usr/lib64/libc.so', sha1: sha1('library') },
    ]);
  });

  it('gives the same bytes in another place, and other ids for other content', async () => {
    await using elsewhere = await makeTempDir();
    const repoPath = join(elsewhere.path, 'repo');
    await cp(ground.repoPath, repoPath, { recursive: true });
    const [here, there] = [options, { ...options, repoPath }].map(makeCommitSbom);
    const later = makeCommitSbom({ ...options, createdSeconds: 1_800_000_000 });
    for (const format of ['spdx', 'cyclonedx'] as const) {
      const text = formatSbom((await here) ?? fail(), format);
      expect(formatSbom((await there) ?? fail(), format)).toBe(text);
      expect(text).toContain('2024-03-01T00:00:00Z');
      const id = /"(?:documentNamespace|serialNumber)":"(.*?)"/;
      const other = formatSbom(await later, format);
      expect(id.exec(other)?.[1]).not.toBe(id.exec(text)?.[1]);
    }
  });

  it('holds no user names and passwords of mirrors', async () => {
    const sbom = await makeCommitSbom(options);
    expect(formatSbom(sbom, 'spdx') + formatSbom(sbom, 'cyclonedx')).not.toContain('secret');
  });

  it('refuses a commit without packages', async () => {
    const ostree = ['ostree', `--repo=${ground.repoPath}`];
    const flags = ['--no-xattrs', '--branch=empty', join(ground.treePath, 'usr/bin')];
    const commit = (await readTool([...ostree, 'commit', ...flags])).trim();
    await expect(makeCommitSbom({ ...options, commit })).rejects.toMatchObject({
      code: 'RPMDB_MISSING',
    });
  });

  it('makes one of Anvil in seconds', { timeout: 1_200_000 }, async () => {
    const { repoPath, ref, second } = await anvilCommits();
    const started = performance.now();
    const anvil = { repoPath, ref, commit: second.commit, name: 'anvil', basearch: 'x86_64' };
    const sbom = await makeCommitSbom(anvil);
    const [spdx, cyclonedx] = [formatSbom(sbom, 'spdx'), formatSbom(sbom, 'cyclonedx')];
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(sbom.packages.map(({ nevra }) => nevra)).toEqual(second.nevras.toSorted());
    expect(await errorsOf(sbom)).toEqual([]);
    expect(await errorsOf(await makeCommitSbom({ ...anvil, image }))).toEqual([]);
    // They go to a registry with each image: half a megabyte is much for one package that is newer.
    expect(spdx.length + cyclonedx.length).toBeLessThan(2500 * second.nevras.length);
  });
});

describe('formatSbom', () => {
  it('stays below 300 MB with 3,000 packages', { timeout: 600_000 }, async () => {
    await using temp = await makeTempDir();
    const { repoPath, second } = await anvilCommits();
    const into = { tree: temp.path, copies: 15 };
    expect(await multiplyPackages(repoPath, second.commit, into)).toBeGreaterThan(3000);
    const child = join(import.meta.dirname, '../../../bench/sbom-child.ts');
    const text = await readTool([process.execPath, child, 'tree', temp.path]);
    const { bytes, peakBytes } = JSON.parse(text) as Record<string, number>;
    expect(bytes).toBeGreaterThan(10e6);
    expect(peakBytes).toBeLessThan(300e6);
  });
});

describe('makeTreeSbom', () => {
  it('passes the formats’ own rules for base and application images', async () => {
    const { treePath, locked } = ground;
    const facts = { basearch: 'x86_64', createdSeconds: 1_700_000_000 };
    const images = [
      { ...facts, treePath, locked, name: 'base', version: '12', image },
      { ...facts, treePath, locked, name: 'app', image: { ...image, repository: 'app' } },
    ];
    for (const options of images) expect(await errorsOf(await makeTreeSbom(options))).toEqual([]);
    // Of Anvil's packages, without a lock and without os-release.
    await using temp = await makeTempDir();
    const { repoPath, second } = await anvilCommits();
    await multiplyPackages(repoPath, second.commit, { tree: temp.path, copies: 1 });
    const bare = { ...facts, treePath: temp.path, name: 'bare', image };
    const sbom = await makeTreeSbom(bare);
    expect(sbom.packages).toHaveLength(second.nevras.length);
    expect(await errorsOf(sbom)).toEqual([]);
  }, 600_000);

  it('finds the same packages in the tree', async () => {
    const { treePath, locked } = ground;
    const tree = { treePath, name: 'example', basearch: 'x86_64', locked, createdSeconds: 0 };
    const sbom = await makeTreeSbom(tree);
    expect(sbom.packages).toEqual((await makeCommitSbom(options)).packages);
    expect(await errorsOf(sbom)).toEqual([]);
    expect(await errorsOf(await makeTreeSbom({ ...tree, image }))).toEqual([]);
    await expect(makeTreeSbom({ ...tree, treePath: ground.path })).rejects.toMatchObject({
      code: 'RPMDB_MISSING',
    });
  });
});

function fail(): never {
  throw new Error('missing');
}
