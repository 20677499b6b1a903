#!/usr/bin/env node
import { runProgram } from './program.ts';
import { verbsFor } from './verbs.ts';

await runProgram(process.argv, await verbsFor(process.argv[2]));
