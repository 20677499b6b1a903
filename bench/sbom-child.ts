/** `commit REPO REF COMMIT` or `tree PATH`: makes both SBOMs and says how large they are, as JSON. */
import { readFileSync } from 'node:fs';
import { makeCommitSbom } from '../lib/sbom/commit-sbom.ts';
import { formatSbom, SBOM_FORMATS } from '../lib/sbom/sbom-format.ts';
import { makeTreeSbom } from '../lib/sbom/tree-sbom.ts';

const [kind, path = '', ref = '', commit = ''] = process.argv.slice(2);
const about = { name: 'bench', basearch: 'x86_64' };
const sbom =
  kind === 'commit'
    ? await makeCommitSbom({ ...about, repoPath: path, ref, commit })
    : await makeTreeSbom({ ...about, treePath: path, createdSeconds: 0 });
const bytes = SBOM_FORMATS.map((format) => Buffer.byteLength(formatSbom(sbom, format)));
// Of this process alone: what getrusage says has that of whoever started it in it.
const [, peakKibibytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
const peakBytes = Number(peakKibibytes) * 1024;
process.stdout.write(
  JSON.stringify({ bytes: bytes.reduce((sum, one) => sum + one, 0), peakBytes }),
);
