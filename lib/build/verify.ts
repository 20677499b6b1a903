import { createHash } from 'node:crypto';
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { assertTools } from '../host/assert-tools.ts';
import { HttpClient, HttpStatusError } from '../host/http.ts';
import { listRefs, type RefCommit } from '../host/ostree-refs.ts';
import { runTool, ToolError } from '../host/process.ts';
import { makeTempDir } from '../host/temp.ts';
import { assetName } from '../publish/asset-name.ts';
import {
  CHECKSUMS_NAME,
  type FileChecksum,
  MAX_CHECKSUMS_BYTES,
  parseChecksums,
} from '../sign/checksums.ts';
import { listRemoteRefs, verifyCommits } from '../sign/commit.ts';
import { verifyFile } from '../sign/verify-file.ts';
import type { GlueCode } from './errors.ts';

/** What to verify, and whom to trust. */
export interface VerifyOptions {
  /** A folder (absolute), or the URL of one: of a release's downloads, of a web server. */
  readonly from: { readonly folder: string } | { readonly url: string };
  /** File with the only key that is trusted. */
  readonly publicKeyPath: string;
  readonly log: Log;
}

/** What was found good. */
export interface VerifyResult {
  /** Of the primary key that signed SHA256SUMS, upper-case hex. */
  readonly fingerprint: string;
  /** Without those of containers where a release is verified. */
  readonly files: readonly FileChecksum[];
  /** Empty when there is no OSTree repository. */
  readonly commits: readonly RefCommit[];
}

const MAX_FILE_BYTES = 64 * 1024 ** 3;
const MAX_SIGNATURE_BYTES = 64 * 1024;

/**
 * Verifies results as somebody who has nothing but the public key: the signature of SHA256SUMS, every
 * sum, and the signatures of summary and commits in the OSTree repository `repo`. In a folder every
 * object of the repository is read, too; over HTTP `ostree pull` does that.
 *
 * @throws ConfigError NOT_SIGNED, PUBLIC_KEY_UNREADABLE, TOOL_MISSING
 * @throws BuildError SIGNATURE_BAD, CHECKSUMS_MALFORMED, FILE_DIFFERS, FILE_MISSING,
 *   COMMIT_UNVERIFIED, REPOSITORY_DAMAGED; what HTTP throws
 */
export async function runVerify({
  from,
  publicKeyPath,
  log,
}: VerifyOptions): Promise<VerifyResult> {
  await assertTools(['gpg', 'gpgconf', 'ostree']);
  await using http = new HttpClient();
  await using temporary = await makeTempDir();
  const source =
    'url' in from ? webSource(from.url.replace(/\/+$/, ''), http) : fileSource(from.folder, http);
  const sums = join(temporary.path, CHECKSUMS_NAME);
  await writeFile(sums, await source.read(CHECKSUMS_NAME, MAX_CHECKSUMS_BYTES));
  await writeFile(`${sums}.asc`, await source.read(`${CHECKSUMS_NAME}.asc`, MAX_SIGNATURE_BYTES));
  const fingerprint = await verifyFile(sums, `${sums}.asc`, publicKeyPath);
  const named = parseChecksums(await readFile(sums, 'utf8'), source.nameOf(CHECKSUMS_NAME));
  const files: FileChecksum[] = [];
  await log.group(`Verify (${named.length} files)`, async () => {
    for (const file of named) if (await verifyChecksum(source, file)) files.push(file);
    const elsewhere = named.length - files.length;
    if (elsewhere > 0)
      log.info(`${elsewhere} files of containers are not here: a registry has them`);
  });
  const commits = await source.verifyRepository(publicKeyPath, log);
  return { fingerprint, files, commits };
}

/** Where results lie. */
interface Source {
  /** Releases have everything but containers, which registries have. */
  readonly isRelease: boolean;
  nameOf(name: string): string;
  /** Throws ConfigError NOT_SIGNED when it is missing. */
  read(name: string, limitBytes: number): Promise<Buffer>;
  /** The pieces of a file; undefined when there is none. */
  open(name: string): Promise<AsyncIterable<Buffer> | undefined>;
  verifyRepository(publicKeyPath: string, log: Log): Promise<RefCommit[]>;
}

function fileSource(folder: string, http: HttpClient): Source {
  const repoPath = join(folder, 'repo');
  const web = webSource(pathToFileURL(folder).href, http);
  return {
    ...web,
    isRelease: false,
    nameOf: (name) => join(folder, name),
    verifyRepository: async (publicKeyPath, log) => {
      if (!(await exists(join(repoPath, 'config')))) return [];
      const refs = (await listRefs(repoPath)).map(({ ref }) => ref);
      const remote = { url: pathToFileURL(repoPath).href, publicKeyPath, verifySummary: true };
      const commits = await verifyCommits(remote, refs, log);
      await runTool(['ostree', `--repo=${repoPath}`, 'fsck', '--quiet'], { log }).catch(damaged);
      return commits;
    },
  };
}

function webSource(base: string, http: HttpClient): Source {
  const urlOf = (name: string) => `${base}/${name.split('/').map(encodeURIComponent).join('/')}`;
  const get = async (name: string) => {
    try {
      return (await http.get(urlOf(name), { limitBytes: MAX_FILE_BYTES })).body;
    } catch (error) {
      if (error instanceof HttpStatusError && error.status === 404) return undefined;
      throw error;
    }
  };
  return {
    isRelease: true,
    nameOf: urlOf,
    read: async (name, limitBytes) => {
      try {
        return await http.getBytes(urlOf(name), { limitBytes });
      } catch (error) {
        if (!(error instanceof HttpStatusError) || error.status !== 404) throw error;
        throw new ConfigError<GlueCode>('NOT_SIGNED', `${urlOf(name)} is not there`, {
          hint: 'Sign with "treesmith sign"; --url names the folder that SHA256SUMS is in.',
        });
      }
    },
    // A release has no folders: what was images/x is x there, and odd names are others.
    open: async (name) => (await get(name)) ?? (await get(assetName(name))),
    verifyRepository: async (publicKeyPath, log) => {
      const config = await get('repo/config');
      if (config === undefined) return [];
      for await (const chunk of config) void chunk;
      const remote = { url: `${base}/repo`, publicKeyPath, verifySummary: true };
      return verifyCommits(remote, await listRemoteRefs(remote, log), log);
    },
  };
}

/** Returns false for a file of a container that a release does not have. */
async function verifyChecksum(source: Source, { name, sha256 }: FileChecksum): Promise<boolean> {
  const body = await source.open(name);
  if (body === undefined && source.isRelease && name.startsWith('containers/')) return false;
  if (body === undefined) {
    throw new BuildError<GlueCode>('FILE_MISSING', `${source.nameOf(name)} is not there`, {
      hint: 'SHA256SUMS names it, so it was there when the results were signed.',
    });
  }
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk);
  const got = hash.digest('hex');
  if (got === sha256) return true;
  throw new BuildError<GlueCode>(
    'FILE_DIFFERS',
    `${source.nameOf(name)} has the SHA-256 ${got}, expected ${sha256}`,
    { hint: 'It was damaged or changed after it was signed: get it again.' },
  );
}

function damaged(cause: unknown): never {
  if (!(cause instanceof ToolError)) throw cause;
  const what = cause.stderr.trim();
  throw new BuildError<GlueCode>(
    'REPOSITORY_DAMAGED',
    `the OSTree repository is damaged: ${what}`,
    {
      cause,
    },
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
