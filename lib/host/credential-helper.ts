import { runTool, type ToolResult } from './process.ts';
import { findTool } from './tools.ts';

/** It may have to ask a service for a token. */
const TIMEOUT_MS = 30_000;
/** Where helpers find the keyring of a session, the stores of `pass`, and the logins of clouds. */
const PASSED_ON =
  /^(XDG_|DBUS_SESSION_BUS_ADDRESS$|GNUPGHOME$|PASSWORD_STORE_|DOCKER_CONFIG$|AWS_|GOOGLE_|CLOUDSDK_|AZURE_|ACR_)/;

/**
 * Asks `docker-credential-NAME` for the login of a registry (docker-credential-helpers, "get"), and
 * returns what it answered, with any exit code; undefined when it is not installed. It is told the
 * registry on its standard input, and its output is nobody else's.
 *
 * @param name of letters, digits, `-`, `_` and `.`; anything else is not run
 * @throws BuildError TOOL_TIMEOUT, TOOL_OUTPUT_LIMIT
 */
export async function askCredentialHelper(
  name: string,
  registry: string,
): Promise<ToolResult | undefined> {
  const tool = `docker-credential-${name}`;
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name) || findTool(tool) === undefined) {
    return undefined;
  }
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) =>
      value !== undefined && PASSED_ON.test(key) ? [[key, value]] : [],
    ),
  );
  const okExitCodes = Array.from({ length: 256 }, (_, code) => code);
  return runTool([tool, 'get'], { input: registry, env, okExitCodes, timeoutMs: TIMEOUT_MS });
}
