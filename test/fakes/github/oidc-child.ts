/** Runs getIDToken of @actions/core for oidc.test.ts. */
import { getIDToken } from '@actions/core';
import { answerCalls } from './official-client.ts';

await answerCalls(({ audience }: { readonly audience?: string }) => getIDToken(audience));
