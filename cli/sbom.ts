import { resolve } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import { runSbom, type SbomOutcome, writeSboms } from '../lib/build/sbom.ts';
import { ConfigError } from '../lib/core/errors.ts';
import { writeFileAtomic } from '../lib/host/files.ts';
import { SBOM_FORMATS, type SbomFormat } from '../lib/sbom/sbom-format.ts';
import type { CliCode } from './errors.ts';
import { type CommonOptions, remixCommand } from './options.ts';
import { printResult } from './print.ts';
import { workspaceOf } from './workspace.ts';

const HELP = `
Writes sbom/NAME-BASEARCH.spdx.json and ….cdx.json below --out, of the commits that lie there: each package
with licence, vendor, source package, package URL and dependencies, and from the lock URL, SHA-256 and signing
key of the RPM. Needs no root and no network, composes nothing, and gives the same bytes each time.`;

type Options = CommonOptions & {
  format?: SbomFormat;
  output?: string;
  ref?: string;
  files: boolean;
};

/** The verb `sbom`. */
export function sbomCommand(): Command {
  return remixCommand('sbom', 'list what a commit is made of, as SPDX and CycloneDX')
    .addArgument(new Argument('[remix]', 'the same as --remix'))
    .addOption(
      new Option('--format <format>', 'only this one (default: both)').choices(SBOM_FORMATS),
    )
    .option('--output <file>', 'write the one document there; - is standard output')
    .option('--ref <ref>', 'only the commit of this OSTree ref')
    .option('--files', 'also list the files of every package; reads them all', false)
    .addHelpText('after', HELP)
    .action(async (remix: string | undefined, options: Options) => {
      const workspace = await workspaceOf({ ...options, remix: remix ?? options.remix });
      const { format, output, ref, files } = options;
      const outcomes = await runSbom(workspace, {
        // One file is one document: SPDX unless something else was asked for.
        formats: format !== undefined ? [format] : output === undefined ? SBOM_FORMATS : ['spdx'],
        withFiles: files,
        ...(ref === undefined ? {} : { ref }),
      });
      for (const { ref: branch, notLocked } of outcomes)
        warn(branch, notLocked, workspace.log.warn);
      if (output === '-') {
        process.stdout.write(onlyDocument(outcomes));
        return;
      }
      const paths =
        output === undefined
          ? await writeSboms(workspace, outcomes)
          : await writeOne(resolve(output), onlyDocument(outcomes));
      const commits = outcomes.map(({ documents: _, ...rest }) => rest);
      printResult(options.json, { commits, paths }, paths);
    });
}

function onlyDocument(outcomes: readonly SbomOutcome[]): string {
  const [document, ...others] = outcomes.flatMap(({ documents }) => documents);
  if (document !== undefined && others.length === 0) return document.text;
  throw new ConfigError<CliCode>(
    'OPTION_INVALID',
    `--output takes one document, and there are ${outcomes.length} commits`,
    { hint: 'Choose one with --arch or --ref.' },
  );
}

async function writeOne(path: string, text: string): Promise<string[]> {
  await writeFileAtomic(path, text);
  return [path];
}

function warn(ref: string, notLocked: readonly string[], say: (line: string) => void): void {
  const [first] = notLocked;
  if (first === undefined) return;
  const others = notLocked.length > 1 ? ` and ${notLocked.length - 1} more` : '';
  say(`${ref}: the lock does not have ${first}${others}: composed with another one?`);
}
