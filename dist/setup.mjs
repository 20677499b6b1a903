import { runAction } from './actions.mjs';

await runAction('setup', import.meta.dirname);
