import { runPost } from './actions.mjs';

await runPost('setup');
