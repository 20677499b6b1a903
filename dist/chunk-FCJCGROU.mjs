import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  Command,
  CommanderError
} from "./chunk-4N5P6MFD.mjs";
import {
  ConfigError,
  TreesmithError,
  formatPlace
} from "./chunk-V2UHH4L7.mjs";

// cli/program.ts
var DESCRIPTION = `Turns a list of RPM packages into a signed, reproducible, bootable operating system.

A remix is three files: remix.yaml (the product), a treefile (its packages) and rpms.lock.yaml
(which RPMs exactly; written by "lock"). "build" does everything; each other verb does what it
needs of the stages before it, and a stage whose inputs are unchanged does nothing.`, EPILOGUE = `
Exit codes: 0 done, 1 the build failed, 2 your files, options or machine need a change.

Examples:
  treesmith setup                     install the host tools that the stages run
  treesmith lock                      pin every RPM of every architecture
  treesmith build                     lock if needed, compose, make images, boot and test them
  treesmith compose --check           compose twice and name what differs
  treesmith boot out/images/anvil-x86_64.qcow2`;
async function runProgram(argv, verbs) {
  let program = new Command("treesmith").description(DESCRIPTION).addHelpText("after", EPILOGUE).showSuggestionAfterError(!0).showHelpAfterError("Run with --help to see what is possible.").exitOverride();
  for (let verb of verbs) program.addCommand(inheritExit(verb));
  if (argv.length <= 2) {
    program.outputHelp(), process.exitCode = 2;
    return;
  }
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = reportFailure(error, argv.includes("--verbose") || argv.includes("-v"));
  }
}
function reportFailure(error, verbose) {
  return error instanceof CommanderError ? error.exitCode === 0 ? 0 : 2 : (process.stderr.write(`${formatFailure(error, verbose)}
`), error instanceof ConfigError ? 2 : 1);
}
function formatFailure(error, verbose) {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  let lines = [];
  if (error instanceof TreesmithError) {
    let place = error.place === void 0 ? "" : `${formatPlace(error.place)}: `;
    lines.push(`${place}error: ${error.message}`), error.hint !== void 0 && lines.push(`hint: ${error.hint}`), lines.push(`code: ${error.code}`);
  } else
    lines.push(`error: ${error.message}`, "This is a fault in Treesmith; please report it.");
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
    lines.some((line) => line.includes(cause.message)) || lines.push(`cause: ${cause.message}`);
  let unforeseen = !(error instanceof TreesmithError);
  return (verbose || unforeseen) && error.stack !== void 0 && lines.push(error.stack), lines.join(`
`);
}
function inheritExit(verb) {
  for (let part of verb.commands) inheritExit(part);
  return verb.exitOverride().showHelpAfterError("Run with --help to see what is possible.");
}

export {
  runProgram,
  reportFailure
};
