import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../../lib/host/process.ts';
import { makeTempDir } from '../../lib/host/temp.ts';
import { stopAgent } from '../../lib/sign/gpg-home.ts';
import type { StoredRelease } from '../fakes/github/releases.ts';

/**
 * Checks a release as those who download it do: the signature over SHA256SUMS with the key that is
 * there, and each checksum. Returns the names of the files that have one, sorted.
 *
 * @throws ToolError when the signature is not good; Error for a checksum that is another
 */
export async function verifyRelease(release: StoredRelease): Promise<string[]> {
  await using folder = await makeTempDir();
  const text = async (name: string) => {
    const bytes = await release.assets.find((asset) => asset.name === name)?.blob?.bytes();
    if (bytes === undefined) throw new Error(`the release has no ${name}`);
    const path = join(folder.path, name);
    await writeFile(path, bytes);
    return { path, text: bytes.toString('utf8') };
  };
  const sums = await text('SHA256SUMS');
  const signature = await text('SHA256SUMS.asc');
  const key = await text('anvil.asc');
  const gpg = ['gpg', '--homedir', folder.path, '--batch', '--quiet', '--no-tty'];
  await runTool([...gpg, '--import', key.path]);
  await runTool([...gpg, '--verify', signature.path, sums.path]);
  await stopAgent(folder.path);
  return (
    sums.text
      .trim()
      .split('\n')
      // A registry has the layouts of containers; a release has what lies beside them.
      .filter((line) => !/ {2}containers\/[^/]+\//.test(line))
      .map((line) => {
        const [sha256, path = ''] = line.split('  ');
        const name = path.replace(/.*\//, '');
        const asset = release.assets.find((candidate) => candidate.name === name);
        if (asset?.digest !== `sha256:${sha256}`) {
          throw new Error(`SHA256SUMS: ${line}, and GitHub has ${asset?.digest}`);
        }
        return name;
      })
      .sort()
  );
}
