import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { runSign } from '../../lib/build/sign.ts';
import { silentLog } from '../../lib/core/log.ts';
import { readTool, runTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import { stopAgent } from '../../lib/sign/gpg-home.ts';

/** Secret and public key of somebody, armoured. */
export interface KeyPair {
  readonly secretKey: string;
  readonly publicKey: string;
  readonly fingerprint: string;
}

/** Makes a key pair without passphrase, or with one. */
export async function makeKeyPair(user: string, passphrase = ''): Promise<KeyPair> {
  await using home = await makeTempDir();
  const gpg = ['gpg', '--homedir', home.path, '--batch', '--quiet', '--pinentry-mode', 'loopback'];
  const locked = [...gpg, '--passphrase', passphrase];
  try {
    await runTool([...locked, '--quick-generate-key', user, 'ed25519', 'sign', 'never']);
    const listing = await readTool([...gpg, '--with-colons', '--list-keys']);
    return {
      secretKey: await readTool([...locked, '--armor', '--export-secret-keys']),
      publicKey: await readTool([...gpg, '--armor', '--export']),
      fingerprint: /^fpr:+([0-9A-F]{40}):/m.exec(listing)?.[1] ?? '',
    };
  } finally {
    await stopAgent(home.path);
  }
}

/** A folder of results, as a build leaves it. */
export interface Results extends TempDir {
  readonly outDir: string;
  readonly repoPath: string;
  /** As much of a workspace as publishing needs. */
  readonly workspace: Parameters<typeof runSign>[0];
  /** Writes a file of the results. */
  put(name: string, data: string | Uint8Array): Promise<string>;
  /** Commits one file with `text` and returns the checksum. */
  commit(ref: string, text: string): Promise<string>;
}

/** Makes an empty folder of results of the remix `tiny`. */
export async function makeResults(): Promise<Results> {
  const folder = await makeTempDir();
  const outDir = join(folder.path, 'out');
  const repoPath = join(outDir, 'repo');
  const ostree = ['ostree', `--repo=${repoPath}`];
  await mkdir(repoPath, { recursive: true });
  await runTool([...ostree, 'init', '--mode=archive']);
  const put = async (name: string, data: string | Uint8Array) => {
    const path = join(outDir, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, data);
    return path;
  };
  // Only its name is asked for.
  const remix = { name: 'tiny' } as Results['workspace']['remix'];
  return {
    ...folder,
    outDir,
    repoPath,
    workspace: { remix, outDir, repoPath, log: silentLog },
    put,
    commit: async (ref, text) => {
      const tree = join(folder.path, 'tree');
      await mkdir(join(tree, 'usr'), { recursive: true });
      await writeFile(join(tree, 'usr', 'file'), text);
      const commit = await readTool([
        ...[...ostree, 'commit', `--branch=${ref}`, `--tree=dir=${tree}`, '--fsync=false'],
        ...['--owner-uid=0', '--owner-gid=0', '--timestamp=@1700000000', '--parent=none'],
      ]);
      await runTool([...ostree, 'summary', '--update']);
      return commit.trim();
    },
  };
}
