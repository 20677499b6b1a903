import { appendFileSync } from 'node:fs';

const { env } = process;
const phase = env.STATE_phase === undefined ? 'pre' : env.STATE_phase === 'pre' ? 'main' : 'post';
console.log(
  `${phase} with ${env['INPUT_SAY-TEXT']}, runtime ${env.ACTIONS_RUNTIME_URL !== undefined}`,
);
console.log(`token in the environment: ${env.GITHUB_TOKEN !== undefined}`);
appendFileSync(env.GITHUB_STATE, `phase=${phase}\n`);
appendFileSync(env.GITHUB_OUTPUT, `said<<END\n${env['INPUT_SAY-TEXT']}\nEND\n`);
if (env.INPUT_FAIL === phase) process.exitCode = 1;
