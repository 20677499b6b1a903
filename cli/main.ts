#!/usr/bin/env node
import { runProgram } from './program.ts';
import { rootStageCommand } from './root-stage.ts';
import { allVerbs } from './verbs.ts';

await runProgram(process.argv, allVerbs(), [rootStageCommand()]);
