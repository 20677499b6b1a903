import { runAction } from './actions.mjs';

await runAction('boot-test', import.meta.dirname);
