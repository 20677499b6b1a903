import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { createConnector } from './http-connector.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** The longest silence of a server, before and within an answer. */
const SILENCE_MS = 30_000;
const CONNECTIONS_PER_ORIGIN = 16;

/** Connections that are kept and shared. */
export interface Connections {
  /** Sends one request; follows no redirect. */
  readonly request: (
    url: URL,
    options: Omit<Dispatcher.RequestOptions, 'origin' | 'path' | 'method'> & {
      readonly method?: Dispatcher.HttpMethod;
    },
  ) => Promise<Dispatcher.ResponseData>;
  /** Breaks off whatever is under way. */
  readonly close: () => Promise<void>;
}

/** Proxies come from http_proxy, https_proxy and no_proxy. */
export function openConnections(silenceMs = SILENCE_MS): Connections {
  const options = {
    connections: CONNECTIONS_PER_ORIGIN,
    connect: createConnector(CONNECT_TIMEOUT_MS),
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
  };
  const proxied = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].some(
    (name) => (process.env[name] ?? '') !== '',
  );
  const dispatcher = proxied ? new EnvHttpProxyAgent(options) : new Agent(options);
  return {
    request: (url, given) =>
      dispatcher.request({
        method: 'GET',
        ...given,
        origin: url.origin,
        path: url.pathname + url.search,
      }),
    close: () => dispatcher.destroy(),
  };
}
