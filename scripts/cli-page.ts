/** Writes `docs/cli.md` from the command line's own definitions. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { allVerbs } from '../cli/verbs.ts';

/** Where the page is, below the root of the project. */
export const CLI_PAGE = 'docs/cli.md';

const HEAD = `# Command line

\`npm run treesmith -- VERB\` in a checkout, or \`node dist/treesmith.mjs VERB\` anywhere: the bundle
needs Node 20.18.1 or newer and nothing else. This page is made by \`npm run docs\`.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 the build
failed, 2 your files, options or machine need a change.

| variable | means |
|---|---|
| \`TREESMITH_GPG_PRIVATE_KEY\` | armoured secret key that signs commits, when no --gpg-key is given |
| \`TREESMITH_GPG_PASSPHRASE\` | its passphrase |
| \`TREESMITH_REGISTRY_USER\`, \`TREESMITH_REGISTRY_PASSWORD\` | login for the registry that a verb names (the one that is written to, or the only one), before those of auth files |
| \`REGISTRY_AUTH_FILE\` | the one auth file, instead of those of podman and docker |
| \`SOURCE_DATE_EPOCH\` | time of the commit and of everything in it; when the newest package of the lock was built unless given |
| \`XDG_CACHE_HOME\` | where the store is: \`$XDG_CACHE_HOME/treesmith\`, else \`~/.cache/treesmith\` |
| \`NO_COLOR\` | no colours |
`;

/** Returns the text of the page. */
export async function formatCliPage(): Promise<string> {
  return `${HEAD}${(await allVerbs()).flatMap(expand).map(formatVerb).join('')}`;
}

/** A verb, and those that it has itself. */
function expand(verb: Command): Command[] {
  return [verb, ...verb.commands];
}

function nameOf(verb: Command): string {
  return verb.parent === null ? verb.name() : `${verb.parent.name()} ${verb.name()}`;
}

function formatVerb(verb: Command): string {
  const usage = verb.usage();
  const help = helpAfter(verb);
  const rows = verb.options.map(
    (option) => `| \`${option.flags}\` | ${option.description}${defaultOf(option.defaultValue)} |`,
  );
  const table = rows.length === 0 ? [] : ['', '| option | means |', '|---|---|', ...rows];
  return `
## ${nameOf(verb)}

\`treesmith ${nameOf(verb)} ${usage}\`: ${verb.description()}.
${[...(help === '' ? [] : ['', help]), ...table].join('\n')}
`;
}

/** The prose that stands below the options in \`--help\`. */
function helpAfter(verb: Command): string {
  let text = '';
  verb.configureOutput({ writeOut: (piece) => (text += piece) });
  verb.outputHelp();
  return text
    .slice(text.lastIndexOf('display help for command') + 'display help for command'.length)
    .trim();
}

function defaultOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? ` (default: \`${value}\`)` : '';
}

if (import.meta.main)
  await writeFile(join(import.meta.dirname, '..', CLI_PAGE), await formatCliPage());
