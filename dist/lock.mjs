import { runAction } from './actions.mjs';

await runAction('lock', import.meta.dirname);
