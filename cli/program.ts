import { Command, CommanderError } from 'commander';
import { ConfigError, formatPlace, TreesmithError } from '../lib/core/errors.ts';

const DESCRIPTION = `Turns a list of RPM packages into a signed, reproducible, bootable operating system.

A remix is three files: remix.yaml (the product), a treefile (its packages) and rpms.lock.yaml
(which RPMs exactly; written by "lock"). "build" does everything; each other verb does what it
needs of the stages before it, and a stage whose inputs are unchanged does nothing.`;

const EPILOGUE = `
Exit codes: 0 done, 1 the build failed, 2 your files, options or machine need a change.

Examples:
  treesmith setup                     install the host tools that the stages run
  treesmith lock                      pin every RPM of every architecture
  treesmith build                     lock if needed, compose, make images, boot and test them
  treesmith compose --check           compose twice and name what differs
  treesmith boot out/images/anvil-x86_64.qcow2`;

/** Runs the command line and sets the exit code: 0 done, 1 failed, 2 the user can mend it. */
export async function runProgram(
  argv: readonly string[],
  verbs: readonly Command[],
): Promise<void> {
  const program = new Command('treesmith')
    .description(DESCRIPTION)
    .addHelpText('after', EPILOGUE)
    .showSuggestionAfterError(true)
    .showHelpAfterError('Run with --help to see what is possible.')
    .exitOverride();
  for (const verb of verbs) program.addCommand(inheritExit(verb));
  if (argv.length <= 2) {
    program.outputHelp();
    process.exitCode = 2;
    return;
  }
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = reportFailure(error, argv.includes('--verbose') || argv.includes('-v'));
  }
}

/** Prints what went wrong on standard error and returns the exit code. */
export function reportFailure(error: unknown, verbose: boolean): number {
  // commander has printed its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`${formatFailure(error, verbose)}\n`);
  return error instanceof ConfigError ? 2 : 1;
}

/** Returns the message, place, hint, code (docs/errors.md) and causes of a failure, for people. */
export function formatFailure(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  const lines: string[] = [];
  if (error instanceof TreesmithError) {
    const place = error.place === undefined ? '' : `${formatPlace(error.place)}: `;
    lines.push(`${place}error: ${error.message}`);
    if (error.hint !== undefined) lines.push(`hint: ${error.hint}`);
    lines.push(`code: ${error.code}`);
  } else {
    lines.push(`error: ${error.message}`, 'This is a fault in Treesmith; please report it.');
  }
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    // A wrapped message is often said again by the wrapper.
    if (!lines.some((line) => line.includes((cause as Error).message))) {
      lines.push(`cause: ${cause.message}`);
    }
  }
  const unforeseen = !(error instanceof TreesmithError);
  if ((verbose || unforeseen) && error.stack !== undefined) lines.push(error.stack);
  return lines.join('\n');
}

function inheritExit(verb: Command): Command {
  for (const part of verb.commands) inheritExit(part);
  return verb.exitOverride().showHelpAfterError('Run with --help to see what is possible.');
}
