import { runAction } from './actions.mjs';

await runAction('sign', import.meta.dirname);
