import { runAction } from './actions.mjs';

await runAction('publish', import.meta.dirname);
