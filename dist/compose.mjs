import { runAction } from './actions.mjs';

await runAction('compose', import.meta.dirname);
