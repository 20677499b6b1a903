import { runAction } from './actions.mjs';

await runAction('collect', import.meta.dirname);
