import { runAction } from './actions.mjs';

await runAction('plan', import.meta.dirname);
