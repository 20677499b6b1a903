/** The command line with the verb `registry` alone: all of them take as long to load as it takes to run. */
import { runProgram } from '../../cli/program.ts';
import { registryCommand } from '../../cli/registry.ts';

await runProgram(process.argv, [registryCommand()]);
