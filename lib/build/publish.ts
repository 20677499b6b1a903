import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { assertTools } from '../host/assert-tools.ts';
import { type PublishedFolder, publishFolder } from '../publish/folder.ts';
import type { GitHubAccess } from '../publish/github-api.ts';
import { type PublishedRelease, publishRelease } from '../publish/release.ts';
import { writeChecksums } from './checksums.ts';
import type { GlueCode } from './errors.ts';
import { listOutputs } from './outputs.ts';
import { readResult } from './result-file.ts';
import type { Workspace } from './workspace.ts';

/** A release of the results. */
export interface ReleaseRunOptions extends Omit<GitHubAccess, 'log'> {
  /** `owner/name`. */
  readonly repository: string;
  readonly tag: string;
  /** Title; remix and tag when undefined. */
  readonly name?: string;
  /** Markdown; commits and how to verify when undefined. */
  readonly notes?: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly targetCommit?: string;
}

type Results = Pick<Workspace, 'remix' | 'outDir' | 'repoPath' | 'log'>;

/**
 * Publishes images, keys, build-state.json, SHA256SUMS and its signature as a release on GitHub. The
 * OSTree repository and containers have places of their own; SBOMs come along.
 *
 * @throws ConfigError NOTHING_TO_PUBLISH, BAD_REPOSITORY; what `publishRelease` throws
 */
export async function runPublishRelease(
  { remix, outDir, log }: Results,
  options: ReleaseRunOptions,
): Promise<PublishedRelease> {
  const { repository, tag, name, notes, ...rest } = options;
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository) ?? [];
  if (owner === undefined || repo === undefined) {
    throw new ConfigError<GlueCode>(
      'BAD_REPOSITORY',
      `expected a repository as OWNER/NAME, got ${JSON.stringify(repository)}`,
    );
  }
  const outputs = (await listOutputs(outDir)).map((file) => file.name);
  if (outputs.every((file) => file.startsWith('keys/'))) throw nothing(outDir, 'no results');
  const { path: sums, files } = await writeChecksums(outDir);
  // An OCI layout is a folder of many files: a registry takes it. Its SBOMs are beside it.
  const assets = files
    .map((file) => file.name)
    .filter((file) => !/^containers\/[^/]+\//.test(file));
  const signature = `${sums}.asc`;
  const isSigned = await exists(signature);
  if (!isSigned) log.warn(`SHA256SUMS is not signed: run "sign" before "publish"`);
  return publishRelease({
    ...rest,
    ...{ owner, repo, tag, log, folder: outDir },
    name: name ?? `${remix.name} ${tag}`,
    notes: notes ?? (await defaultNotes(outDir, isSigned)),
    files: [
      ...assets.map((file) => join(outDir, file)),
      ...[sums, ...(isSigned ? [signature] : [])],
    ],
  });
}

/**
 * Lays the OSTree repository out in `folder` (absolute) for a web server.
 *
 * @throws ConfigError NOTHING_TO_PUBLISH; what `publishFolder` throws
 */
export async function runPublishFolder(
  { remix, outDir, repoPath, log }: Results,
  folder: string,
): Promise<PublishedFolder> {
  await assertTools(['ostree']);
  if (!(await exists(join(repoPath, 'config')))) throw nothing(outDir, 'no OSTree repository');
  // Who trusts a key that lies beside an unsigned summary would be left without updates.
  const isSigned = await exists(join(repoPath, 'summary.sig'));
  const keyPath = join(outDir, 'keys', `${remix.name}.asc`);
  const publicKey = isSigned ? await readFile(keyPath, 'utf8').catch(() => undefined) : undefined;
  if (isSigned && publicKey === undefined) {
    log.warn(`the repository is signed, and ${keyPath} is missing: run "sign" before "publish"`);
  }
  return publishFolder({
    ...{ repoPath, folder, name: remix.name, log },
    ...(remix.ostreeRemote === undefined ? {} : { remote: remix.ostreeRemote }),
    ...(publicKey === undefined ? {} : { publicKey }),
  });
}

/** What everybody wants to know of a release. */
async function defaultNotes(outDir: string, isSigned: boolean): Promise<string> {
  const result = await readResult(outDir);
  const commits = (result?.commits ?? []).map(
    ({ ref, version, commit }) => `| \`${ref}\` | ${version} | \`${commit}\` |`,
  );
  const table =
    commits.length === 0 ? [] : ['| ref | version | commit |', '|---|---|---|', ...commits, ''];
  return [
    ...table,
    'Check what you have downloaded, in one folder:',
    '',
    '```',
    ...(isSigned ? ['gpg --verify SHA256SUMS.asc SHA256SUMS'] : []),
    // As `assetName` makes names.
    "sed 's,  [^/]*/,  ,; s,/,-,g' SHA256SUMS | sha256sum --check --ignore-missing",
    '```',
    '',
  ].join('\n');
}

function nothing(outDir: string, what: string): ConfigError<GlueCode> {
  return new ConfigError<GlueCode>('NOTHING_TO_PUBLISH', `${outDir} has ${what}`, {
    hint: 'Build first, with the same "out".',
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
